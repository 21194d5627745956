import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";

import { FailureNote } from "#kit/FailureNote.tsx";
import { saveFile } from "#kit/save_file.ts";
import { useSending } from "#kit/sending.ts";
import { today } from "#kit/today.ts";

import { type ExportFormat, exportPeople } from "./api/export_people.ts";
import type { PeopleSearch } from "./search.ts";

/** Saves the people of the list, with its filters, as a file. */
export function ExportButtons({ search }: { search: PeopleSearch }) {
  const { t } = useLingui();
  const exporting = useSending(async (format: ExportFormat) => saveFile(`people-${today()}.${format}`, await exportPeople(search, format)));
  return (
    <div>
      <Group gap="sm">
        <Button variant="default" loading={exporting.busy} onClick={() => void exporting.send("xlsx")}>{t`Export to Excel`}</Button>
        <Button variant="default" loading={exporting.busy} onClick={() => void exporting.send("csv")}>{t`Export as CSV`}</Button>
      </Group>
      <FailureNote failure={exporting.failure} />
    </div>
  );
}
