import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";

import { profileQuery } from "#features/session";
import { EditingNote } from "#kit/EditingNote.tsx";
import { useEditing } from "#kit/editing.ts";
import { offerUndo } from "#kit/undo.ts";

import { PersonFields } from "./PersonFields.tsx";
import { getPerson, personKey } from "./api/get_person.ts";
import { type Person, peopleKey } from "./api/list_people.ts";
import { updatePerson } from "./api/update_person.ts";
import { detailsOf, patchOf, shownFields } from "./details.ts";
import { useLabels } from "./labels.ts";
import { isHigher, rankOf } from "./rank.ts";
import { useWritten } from "./written.ts";

/** The form over somebody's details. Only what was changed is sent. */
export function DetailsCard({ person, ranked }: { person: Person & { etag: string }; ranked: boolean }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const labels: Record<string, string> = useLabels();
  const { id } = person;
  const keep = async (saved: Person & { etag: string }) => {
    client.setQueryData(personKey(id), saved);
    await client.invalidateQueries({ queryKey: peopleKey, predicate: ({ queryKey }) => queryKey[1] !== "one" });
    await client.invalidateQueries({ queryKey: ["audit"] }); // of another feature: what happened with the person
    await client.invalidateQueries({ queryKey: profileQuery.queryKey }); // it may be whoever works here
  };
  const editing = useEditing({
    record: person,
    formOf: detailsOf,
    again: () => getPerson(id),
    write: async (changes, etag, before) => {
      const saved = await updatePerson(id, patchOf(changes), etag);
      await keep(saved);
      const name = saved.full_name;
      // A password that went with a higher rank does not come back.
      const undoable = changes.rank === undefined || !isHigher(changes.rank, before.rank ?? "superuser");
      if (undoable) offerUndo(t`${name} is saved.`, async () => keep(await updatePerson(id, patchOf(before), saved.etag).catch(() => getPerson(id))));
      return saved;
    },
  });
  const written = useWritten(editing.form.manager_id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void editing.sending.send();
  };
  return (
    <form onSubmit={submit} noValidate className="card">
      <Stack>
        <Title order={2} size="h4">{t`Details`}</Title>
        <EditingNote editing={editing} shown={shownFields} labelOf={(field) => labels[field] ?? field} writtenOf={written} />
        <PersonFields form={editing.form} set={editing.set} at={editing.sending.at} ranked={ranked} before={rankOf(person)} />
        <Group gap="sm">
          <Button type="submit" disabled={!editing.changed} loading={editing.sending.busy}>{t`Save`}</Button>
          <Text role="status" size="sm" c="dimmed">{editing.changed ? t`Not saved yet.` : ""}</Text>
        </Group>
      </Stack>
    </form>
  );
}
