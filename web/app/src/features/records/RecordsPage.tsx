import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef } from "react";

import { type Kind, kinds, useKindNames, useNamesOf } from "#features/review";
import { useOwnProfile } from "#features/session";
import { Failure } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loading } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";

import { ColumnChooser } from "./ColumnChooser.tsx";
import { ExportPanel } from "./ExportPanel.tsx";
import { RecordFilters } from "./RecordFilters.tsx";
import { RecordTable } from "./RecordTable.tsx";
import { SavedViews } from "./SavedViews.tsx";
import { useForms } from "./api/list_forms.ts";
import { recordsQuery } from "./api/list_records.ts";
import { firstColumns, shownColumns, useColumns } from "./columns.tsx";
import { useKept } from "./kept.ts";
import styles from "./records.module.css";
import type { Row } from "./rows.ts";
import { type RecordsSearch, carriedTo, changed, sortsOf } from "./search.ts";

export interface RecordsPageProps {
  kind: Kind;
  search: RecordsSearch;
  /** `kind`: another list. */
  onSearch: (kind: Kind, search: RecordsSearch) => void;
  labelOf: (path: string) => string;
  /** Leads to the page of a record. */
  linkTo: (kind: Kind, id: number, text: string) => ReactNode;
}

/** All records of a kind that this person may see. */
export function RecordsPage({ kind, search, onSearch, ...others }: RecordsPageProps) {
  const { t } = useLingui();
  const names = useKindNames();
  return (
    <Page title={t`Records`}>
      <Stack className={styles.page}>
        <nav className={styles.tabs} aria-label={t`Kind`}>
          {kinds.map((one) => (
            <button key={one} type="button" aria-pressed={one === kind} onClick={() => onSearch(one, carriedTo(one, search))}>{names[one]}</button>
          ))}
        </nav>
        <KindList key={kind} kind={kind} search={search} onSearch={onSearch} {...others} />
      </Stack>
    </Page>
  );
}

const textsOf = (kept: unknown): string[] | undefined => (Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : undefined);

function KindList({ kind, search, onSearch, labelOf, linkTo }: RecordsPageProps) {
  const { t } = useLingui();
  const { id: person } = useOwnProfile();
  const sort = sortsOf[kind].find((one) => one === search.sort) ?? sortsOf[kind][0]!;
  const query = useInfiniteQuery(recordsQuery(kind, changed(search, { sort })));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const pagination = query.data?.pages[0]?.pagination;
  const nameOf = useNamesOf(rows.flatMap((row) => [row.person, row.enteredBy]));
  const forms = useForms(kind === "submissions").data?.data;
  const formTitle = (id: number | undefined) => forms?.find((form) => form.id === id)?.title ?? (id === undefined ? "" : `#${id}`);
  const link = (row: Row) => linkTo(kind, row.id, row.title);
  const columns = useColumns(kind, { rows, nameOf, formTitle, labelOf, link });
  const [kept, keep] = useKept(`kpa.columns.${person}.${kind}`, textsOf);
  const chosen = kept ?? firstColumns[kind];
  const failure = query.error ? (query.error instanceof Failure ? query.error : new Failure(0)) : undefined;
  const isFiltered = Object.keys(search).some((name) => name !== "sort");
  const total = pagination ? (pagination.total_is_exact ? String(pagination.total) : `${pagination.total}+`) : "";
  const shown = String(rows.length);
  return (
    <>
      <SavedViews person={person} kind={kind} search={search} onView={(view) => onSearch(view.kind, view.search)} />
      <RecordFilters kind={kind} search={search} onSearch={(next) => onSearch(kind, next)} at={(parameter) => failure?.fields[parameter]} />
      <div className={styles.tools}>
        <ColumnChooser columns={columns} chosen={chosen} onChoose={keep} first={firstColumns[kind]} />
        <ExportPanel kind={kind} search={search} />
      </div>
      <FailureNote failure={failure} onRetry={() => void query.refetch()} />
      <Text component="output" size="sm" c="dimmed">{rows.length > 0 && total && t`${shown} of ${total}`}</Text>
      {query.isPending && !failure && <Loading />}
      {query.data && rows.length === 0 && (
        <div className="card">
          <Text fw={600}>{isFiltered ? t`No record matches these filters.` : t`There is no record yet.`}</Text>
          <Text c="dimmed">{isFiltered ? t`Take some of them off to see more.` : t`What is filled in on phones will be here.`}</Text>
        </div>
      )}
      {rows.length > 0 && <RecordTable rows={rows} columns={shownColumns(columns, chosen)} sort={sort} onSort={(next) => onSearch(kind, changed(search, { sort: next }))} caption={t`Records`} />}
      {query.hasNextPage && <More busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </>
  );
}

/** Fetches more when it comes into view, or when it is pressed. */
function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const { t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    if (!place.current || busy) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current());
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={place}>
      <Button fullWidth variant="default" loading={busy} onClick={onMore}>{t`Show more`}</Button>
    </div>
  );
}
