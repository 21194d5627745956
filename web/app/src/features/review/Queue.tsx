import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { Failure } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loading } from "#kit/Loaded.tsx";

import { QueueRow } from "./QueueRow.tsx";
import { useNamesOf } from "./api/get_person.ts";
import type { WaitingRecord } from "./api/list_queue.ts";
import styles from "./review.module.css";
import { type ReviewSearch, changed, hrefOf, keyOf } from "./search.ts";

interface QueueProps {
  query: Pick<UseInfiniteQueryResult, "error" | "isPending" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage" | "refetch">;
  records: readonly WaitingRecord[];
  search: ReviewSearch;
  current: string | undefined;
  chosen: ReadonlySet<string>;
  refused: ReadonlyMap<string, string>;
  isFiltered: boolean;
  onOpen: (record: WaitingRecord) => void;
  onChoose: (record: WaitingRecord, upTo: boolean) => void;
}

/** The records that wait, as far as they were read; more come when their end is near. */
export function Queue({ query, records, search, current, chosen, refused, isFiltered, onOpen, onChoose }: QueueProps) {
  const { t } = useLingui();
  const list = useRef<HTMLUListElement>(null);
  const nameOf = useNamesOf(records.flatMap(({ inspector, assignedTo }) => [inspector, assignedTo]));
  useEffect(() => {
    if (current) list.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const failure = query.error && (query.error instanceof Failure ? query.error : new Failure(0));
  if (query.isPending && !failure) return <Loading />;
  return (
    <>
      {failure && <FailureNote failure={failure} onRetry={() => void query.refetch()} />}
      {!failure && records.length === 0 && !query.hasNextPage && (
        <div className="card">
          <Text fw={600}>{isFiltered ? t`Nothing waits with these filters.` : t`Nothing waits for your decision.`}</Text>
          <Text c="dimmed">{isFiltered ? t`Take some of them off to see more.` : t`Forms that inspectors submit will be here.`}</Text>
        </div>
      )}
      <ul className={styles.list} ref={list} aria-label={t`Waiting records`}>
        {records.map((record) => {
          const key = keyOf(record);
          return (
            <QueueRow
              key={key}
              record={record}
              href={hrefOf(changed(search, { open: key }))}
              inspector={nameOf(record.inspector)}
              assignee={record.assignedTo ? nameOf(record.assignedTo) : ""}
              isCurrent={key === current}
              isChosen={chosen.has(key)}
              refusal={refused.get(key)}
              onOpen={onOpen}
              onChoose={onChoose}
            />
          );
        })}
      </ul>
      {query.hasNextPage && <Button fullWidth variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t`Show more`}</Button>}
    </>
  );
}
