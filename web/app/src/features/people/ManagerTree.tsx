import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { Loaded } from "#kit/Loaded.tsx";

import { useManagers } from "./api/get_managers.ts";
import type { Person } from "./api/list_people.ts";
import { useReports } from "./api/list_reports.ts";
import styles from "./people.module.css";

/** To whom somebody reports, up to the top, and who reports to them, as deep as one looks. */
export function ManagerTree({ person }: { person: Person }) {
  const { t } = useLingui();
  const { id } = person;
  return (
    <Stack className="card" gap="sm">
      <Title order={2} size="h4">{t`Who reports to whom`}</Title>
      <Loaded query={useManagers(person.manager_id ?? null)}>
        {(above) => (
          <>
            {above.length > 0 ? (
              <ol className={styles.above} aria-label={t`Their managers, the highest first`}>
                {above.map((manager) => (
                  <li key={manager.id}>
                    <PersonLink person={manager} />
                  </li>
                ))}
              </ol>
            ) : (
              <Text size="sm" c="dimmed">{person.manager_id ? t`You do not see their manager.` : t`They report to nobody.`}</Text>
            )}
            <Text fw={700} className={styles.self}>{person.full_name}</Text>
          </>
        )}
      </Loaded>
      <Reports id={id} path={[id]} />
      <Link className={styles.way} to="/admin/people" search={{ manager: id }}>{t`Show who reports to them as a list`}</Link>
    </Stack>
  );
}

function PersonLink({ person: { id, full_name: name, position } }: { person: Person }) {
  return (
    <>
      <Link className={styles.way} to="/admin/people/$id" params={{ id: String(id) }}>{name}</Link>
      {position && <Text span size="sm" c="dimmed"> {position}</Text>}
    </>
  );
}

/** `path`: who is above, so that nobody is shown below themselves. */
function Reports({ id, path }: { id: number; path: readonly number[] }) {
  const { t } = useLingui();
  const reports = useReports(id);
  return (
    <Loaded query={reports}>
      {({ pages }) => {
        const people = pages.flatMap(({ data }) => data).filter((one) => !path.includes(one.id));
        if (people.length === 0) return <Text size="sm" c="dimmed">{t`Nobody reports to them.`}</Text>;
        return (
          <>
            <ul className={styles.below}>
              {people.map((one) => (
                <Report key={one.id} person={one} path={path} />
              ))}
            </ul>
            {reports.hasNextPage && <Button variant="default" loading={reports.isFetchingNextPage} onClick={() => void reports.fetchNextPage()}>{t`Show more`}</Button>}
          </>
        );
      }}
    </Loaded>
  );
}

function Report({ person, path }: { person: Person; path: readonly number[] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { id, full_name: name } = person;
  return (
    <li>
      <div className={styles.report}>
        <button type="button" className={styles.fold} aria-expanded={open} aria-label={t`Who reports to ${name}`} onClick={() => setOpen(!open)}>{open ? "−" : "+"}</button>
        <span>
          <PersonLink person={person} />
        </span>
      </div>
      {open && <Reports id={id} path={[...path, id]} />}
    </li>
  );
}
