import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { Callout } from "#kit/Callout.tsx";
import { Loaded } from "#kit/Loaded.tsx";

import { ImportProblems } from "./ImportProblems.tsx";
import { type Import, useImport } from "./api/get_import.ts";
import { peopleKey } from "./api/list_people.ts";

interface Given {
  importing: boolean;
  /** Imports the file that was checked; missing when the page was loaded again, and has no file any more. */
  onImport?: () => void;
}

export function ImportResult({ id, ...given }: Given & { id: number }) {
  return <Loaded query={useImport(id)}>{(one) => <Shown one={one} {...given} />}</Loaded>;
}

function Shown({ one, importing, onImport }: Given & { one: Import }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const imported = one.status === "done" && !one.dry_run;
  useEffect(() => {
    if (imported) void client.invalidateQueries({ queryKey: [...peopleKey, "list"] });
  }, [imported, client]);
  const rows = one.rows ?? 0;
  const number = one.imported;
  const done = one.rows_done;
  if (one.status === "waiting" || one.status === "running") {
    return (
      <div role="status">
        <Text>{one.rows ? (one.dry_run ? t`Checked: ${done} of ${rows}` : t`Imported: ${done} of ${rows}`) : t`The server has the file, and begins in a moment.`}</Text>
        <progress style={{ width: "100%" }} aria-label={t`Progress of the import`} {...(one.rows ? { value: done, max: one.rows } : {})} />
        <Text size="sm" c="dimmed">{t`You may leave this page: the address brings you back to it.`}</Text>
      </div>
    );
  }
  if (one.status === "failed") return <Alert color="red" variant="light" role="alert">{t`The server could not finish. Nobody was imported. Please send the file again.`}</Alert>;
  if (one.status === "refused") return <ImportProblems problems={one.problems} more={one.more_problems} />;
  if (!one.dry_run) return <Callout good>{t`People imported: ${number}. They have no password yet: give each a one-time link, or they ask for a code at the login.`}</Callout>;
  return (
    <Stack gap="sm">
      <Callout good>{t`The file is in order. People in it: ${rows}.`}</Callout>
      {onImport ? (
        <Group>
          <Button loading={importing} onClick={onImport}>{t`Import them now`}</Button>
        </Group>
      ) : (
        <Text>{t`Choose the file once more to import it.`}</Text>
      )}
    </Stack>
  );
}
