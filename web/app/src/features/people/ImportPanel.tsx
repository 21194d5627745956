import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";

import { useOwnProfile } from "#features/session";
import { FailureNote } from "#kit/FailureNote.tsx";
import { saveCsv } from "#kit/save_file.ts";
import { useSending } from "#kit/sending.ts";

import { ImportColumns } from "./ImportColumns.tsx";
import { ImportResult } from "./ImportResult.tsx";
import { importPeople } from "./api/import_people.ts";
import { faultOf } from "./chosen_file.ts";
import styles from "./people.module.css";
import { templateFile } from "./template.ts";

interface Given {
  /** The import that was begun last. */
  id: number | undefined;
  onStarted: (id: number) => void;
  onClose: () => void;
}

/** First the file is only checked; when all is in order, the same file is imported. */
export function ImportPanel({ id, onStarted, onClose }: Given) {
  const { t } = useLingui();
  const { is_superuser: superuser = false } = useOwnProfile();
  const [file, setFile] = useState<File>();
  // Which import was of the file that is chosen now: of another, no result is shown beside it.
  const [checked, setChecked] = useState<number>();
  const starting = useSending(async (dry: boolean) => {
    if (!file) return;
    const { id: started } = await importPeople(file, dry);
    setChecked(started);
    onStarted(started);
  });
  const fault = file && faultOf(file);
  const faults = {
    workbook: t`This is a workbook. Save it in the spreadsheet as “CSV UTF-8 (comma delimited)”, and choose that file.`,
    empty: t`This file is empty.`,
    "too large": t`This file is larger than 32 MiB. Import it in several parts.`,
  };
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    setChecked(undefined);
    starting.forget();
  };
  const shown = file && id !== checked ? undefined : id;
  return (
    <Stack>
      <Stack className="card">
        <Title order={2} size="h4">{t`1. Prepare a file`}</Title>
        <Text>{t`A row for each person, saved as CSV. An export of people has the same columns. Either everybody in the file is imported or nobody.`}</Text>
        <div>
          <Button variant="default" onClick={() => saveCsv("people-template.csv", templateFile(superuser))}>{t`Save an empty template`}</Button>
        </div>
        <ImportColumns superuser={superuser} />
      </Stack>
      <Stack className="card">
        <Title order={2} size="h4">{t`2. Check it`}</Title>
        <label className={styles.file}>
          <span>{t`File of people`}</span>
          <input type="file" accept=".csv,text/csv,text/plain,.txt,.tsv" aria-invalid={fault !== undefined} onChange={(event) => choose(event.currentTarget.files?.[0])} />
        </label>
        {fault && <Text c="var(--mantine-color-error)" role="alert">{faults[fault]}</Text>}
        <FailureNote failure={starting.failure} />
        <Group gap="sm">
          <Button disabled={!file || fault !== undefined} loading={starting.busy} onClick={() => void starting.send(true)}>{t`Check the file`}</Button>
          <Button variant="default" onClick={onClose}>{t`Back to the people`}</Button>
        </Group>
        <Text size="sm" c="dimmed">{t`Nothing is changed by checking.`}</Text>
      </Stack>
      {shown !== undefined && (
        <Stack className="card">
          <Title order={2} size="h4">{t`3. Look at the result`}</Title>
          <ImportResult id={shown} importing={starting.busy} {...(file ? { onImport: () => void starting.send(false) } : {})} />
        </Stack>
      )}
      <Text size="sm">
        <Anchor href="/api/docs/">{t`Programs can import people, too: see the documentation of the API.`}</Anchor>
      </Text>
    </Stack>
  );
}
