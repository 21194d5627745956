import { useLingui } from "@lingui/react/macro";
import { Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { Loaded } from "#kit/Loaded.tsx";
import { useMoments } from "#kit/moments.ts";
import table from "#kit/table.module.css";

import { EntryDetails } from "./EntryDetails.tsx";
import { type Entry, useNewest } from "./api/list_entries.ts";
import styles from "./audit.module.css";
import { useActionWords } from "./words.ts";

/** What happened with one record: the newest entries of the log. For superusers. */
export function EntityHistory({ type, id }: { type: string; id: number }) {
  const { t } = useLingui();
  return (
    <Stack className="card" gap="sm">
      <Title order={2} size="h4">{t`History`}</Title>
      <Loaded query={useNewest({ entity_type: type, entity_id: id }, 10)}>
        {({ data, pagination: { total } }) =>
          data.length === 0 ? (
            <Text>{t`Nothing is written down.`}</Text>
          ) : (
            <>
              <ul className="plain-list">
                {data.map((entry) => (
                  <li key={entry.id}>
                    <OneEntry entry={entry} />
                  </li>
                ))}
              </ul>
              <Link className={table.link} to="/admin/audit" search={{ type, record: id }}>{t`Show all in the audit log (${total})`}</Link>
            </>
          )
        }
      </Loaded>
      {type === "user" && <Link className={table.link} to="/admin/audit" search={{ who: id }}>{t`What this person did`}</Link>}
    </Stack>
  );
}

function OneEntry({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const moment = useMoments();
  const action = useActionWords().of(entry.action);
  const when = moment(entry.occurred_at);
  const who = entry.actor_name ?? t`The system`;
  return (
    <>
      <button type="button" className={styles.when} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden>{open ? "▾" : "▸"}</span> <b>{action}</b> {t`${when}, by ${who}`}
      </button>
      {open && <EntryDetails entry={entry} />}
    </>
  );
}
