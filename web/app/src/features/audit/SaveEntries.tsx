import { useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { saveCsv } from "#kit/save_file.ts";
import { useSending } from "#kit/sending.ts";
import { today } from "#kit/today.ts";

import { mostSaved, readEntries } from "./api/list_entries.ts";
import { entriesFile } from "./entries_file.ts";
import type { AuditSearch } from "./search.ts";

/** Saves the entries of the list as a file. The API has no export of the log, so they are read page by page. */
export function SaveEntries({ search }: { search: AuditSearch }) {
  const { t } = useLingui();
  const [said, setSaid] = useState("");
  const saving = useSending(async () => {
    const { entries, whole } = await readEntries(search, (read) => setSaid(t`${read} entries read`));
    saveCsv(`audit-log-${today()}.csv`, entriesFile(entries));
    setSaid(whole ? "" : t`The file has the first ${mostSaved} entries. Narrow the filters, a month at a time, for the others.`);
  });
  return (
    <div>
      <Group gap="sm">
        <Button variant="default" loading={saving.busy} onClick={() => void saving.send()}>{t`Save these entries as CSV`}</Button>
        <Text role="status" size="sm">{said}</Text>
      </Group>
      <FailureNote failure={saving.failure} />
    </div>
  );
}
