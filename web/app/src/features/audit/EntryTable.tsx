import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";

import { SortHeader } from "#kit/SortHeader.tsx";
import { useMoments } from "#kit/moments.ts";
import table from "#kit/table.module.css";

import { EntryDetails } from "./EntryDetails.tsx";
import type { Entry } from "./api/list_entries.ts";
import styles from "./audit.module.css";
import { useActionWords, useTypeWords } from "./words.ts";

interface Given {
  entries: readonly Entry[];
  sort: string;
  onSort: (sort: string) => void;
  open: number | undefined;
  onOpen: (id: number | undefined) => void;
}

export function EntryTable({ entries, sort, onSort, open, onOpen }: Given) {
  const { t } = useLingui();
  const heads = { who: t`Who`, what: t`What`, record: t`Record`, address: t`Address` };
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <SortHeader label={t`When`} by="occurred_at" sort={sort} onSort={onSort} />
          <th scope="col">{heads.who}</th>
          <th scope="col">{heads.what}</th>
          <th scope="col">{heads.record}</th>
          <th scope="col">{heads.address}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Fragment key={entry.id}>
            <Row entry={entry} heads={heads} open={open === entry.id} onOpen={() => onOpen(open === entry.id ? undefined : entry.id)} />
            {open === entry.id && (
              <tr>
                <td colSpan={5} className={styles.opened}>
                  <EntryDetails entry={entry} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry, heads, open, onOpen }: { entry: Entry; heads: Record<"who" | "what" | "record" | "address", string>; open: boolean; onOpen: () => void }) {
  const { t } = useLingui();
  const moment = useMoments();
  const action = useActionWords().of(entry.action);
  const type = useTypeWords().of(entry.entity_type);
  const { entity_id: record, actor_id: who, actor_name: name } = entry;
  const when = moment(entry.occurred_at);
  return (
    <tr>
      <td>
        <button type="button" className={styles.when} aria-expanded={open} aria-label={t`${action}, ${when}: details`} onClick={onOpen}>
          <span aria-hidden>{open ? "▾" : "▸"}</span> {when}
        </button>
      </td>
      <td data-label={heads.who}>{who ? <Link className={table.link} to="/admin/audit" search={{ who }}>{name ?? `#${who}`}</Link> : entry.address ? t`Unknown` : t`The system`}</td>
      <td data-label={heads.what}>{action}</td>
      <td data-label={heads.record}>
        {record ? <Link className={table.link} to="/admin/audit" search={{ type: entry.entity_type, record }}>{`${type} ${record}`}</Link> : type}
      </td>
      <td data-label={heads.address}>{entry.address || "–"}</td>
    </tr>
  );
}
