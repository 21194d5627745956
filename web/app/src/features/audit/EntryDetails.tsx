import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import table from "#kit/table.module.css";

import type { Entry } from "./api/list_entries.ts";
import styles from "./audit.module.css";
import { linesOf } from "./entry_lines.ts";

/** What an entry says: member by member before and after, and where it came from. */
export function EntryDetails({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const { before, after, entity_version: version, seal, request_id: request, address, id } = entry;
  const person = entry.entity_type === "user" ? entry.entity_id : undefined;
  const lines = linesOf(before, after);
  const compared = before !== null && before !== undefined;
  const [head, was, is] = [t`Member`, t`Before`, compared ? t`After` : t`Value`];
  return (
    <div className={styles.details}>
      {lines.length === 0 ? (
        <Text size="sm">{t`The entry tells no more.`}</Text>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {compared && <th scope="col">{was}</th>}
              <th scope="col">{is}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.field}>
                <td><code>{line.field}</code></td>
                {compared && <td data-label={was}><del>{line.before || "–"}</del></td>}
                <td data-label={is}><ins>{line.after || "–"}</ins></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {person && <Link className={table.link} to="/admin/people/$id" params={{ id: String(person) }}>{t`Open the page of this person`}</Link>}
      <dl className="fields">
        <div>
          <dt>{t`Number of the entry`}</dt>
          <dd>{id}</dd>
        </div>
        {version !== null && version !== undefined && (
          <div>
            <dt>{t`Version of the record`}</dt>
            <dd>{version}</dd>
          </div>
        )}
        <div>
          <dt>{t`Seal in the chain`}</dt>
          <dd>{seal ?? t`Not sealed yet`}</dd>
        </div>
        {address && (
          <div>
            <dt>{t`Address`}</dt>
            <dd><Link className={table.link} to="/admin/audit" search={{ address }}>{address}</Link></dd>
          </div>
        )}
        {request && (
          <div>
            <dt>{t`Request`}</dt>
            <dd><Link className={table.link} to="/admin/audit" search={{ request }}>{request}</Link></dd>
          </div>
        )}
      </dl>
    </div>
  );
}
