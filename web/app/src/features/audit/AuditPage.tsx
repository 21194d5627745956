import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import { useOwnProfile } from "#features/session";
import { Callout } from "#kit/Callout.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { More } from "#kit/More.tsx";
import { Page } from "#kit/Page.tsx";
import { turned } from "#kit/address.ts";
import { useMoments } from "#kit/moments.ts";
import table from "#kit/table.module.css";

import { Chain } from "./Chain.tsx";
import { EntryTable } from "./EntryTable.tsx";
import { Filters } from "./Filters.tsx";
import { SaveEntries } from "./SaveEntries.tsx";
import { auditKey, useEntries } from "./api/list_entries.ts";
import { useNewEntries } from "./api/stream_entries.ts";
import { type AuditSearch, isFiltered } from "./search.ts";

interface Given {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

export function AuditPage(given: Given) {
  const { t } = useLingui();
  const { is_superuser: superuser = false } = useOwnProfile();
  return (
    <Page title={t`Audit log`}>
      {superuser ? (
        <Stack className={table.wide}>
          <Text>{t`Every change of every record, and what matters for security: logins, refused requests, limits reached.`}</Text>
          <Filters {...given} />
          <List {...given} />
          <Chain />
        </Stack>
      ) : (
        <Text className="card">{t`This page is for superusers.`}</Text>
      )}
    </Page>
  );
}

function List({ search, onSearch }: Given) {
  const { t } = useLingui();
  const moment = useMoments();
  const client = useQueryClient();
  const entries = useEntries(search);
  const { count, forget } = useNewEntries();
  const again = () => {
    forget();
    void client.invalidateQueries({ queryKey: auditKey });
  };
  return (
    <>
      <div role="status">
        {count > 0 && <Button variant="default" onClick={again}>{t`There are new entries (${count}): read the log again`}</Button>}
      </div>
      <Loaded query={entries}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data);
          const last = pages.at(-1);
          const archived = last?.archived_until;
          const until = archived ? moment(archived) : "";
          return (
            <>
              {archived && <Callout>{t`Entries up to ${until} are in archives, and not in this list.`}</Callout>}
              {rows.length === 0 || !last ? (
                <Text className="card">{isFiltered(search) ? t`No entry matches all these filters. Clear some of them.` : t`The log is empty.`}</Text>
              ) : (
                <div className="card" aria-busy={entries.isPlaceholderData}>
                  <EntryTable
                    entries={rows}
                    sort={search.sort ?? "-occurred_at"}
                    onSort={(sort) => onSearch(turned(search, { sort: sort === "occurred_at" ? sort : undefined }))}
                    open={search.open}
                    onOpen={(open) => onSearch(turned(search, { open }))}
                  />
                  <More shown={rows.length} pagination={last.pagination} reading={entries} />
                  <SaveEntries search={search} />
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
