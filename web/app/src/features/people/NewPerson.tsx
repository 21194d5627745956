import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { useOwnProfile } from "#features/session";
import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { PersonFields } from "./PersonFields.tsx";
import { createPerson } from "./api/create_person.ts";
import { peopleKey } from "./api/list_people.ts";
import { newPersonOf, noDetails, shownFields } from "./details.ts";

export function NewPerson({ onCreated, onClose }: { onCreated: (id: number) => void; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { is_superuser: ranked = false, depot_id: depot = null } = useOwnProfile();
  // Most new people work where whoever enrols them does.
  const [form, setForm] = useState({ ...noDetails, depot_id: depot });
  const creating = useSending(async () => {
    const { id } = await createPerson(newPersonOf(form, ranked));
    await client.invalidateQueries({ queryKey: peopleKey });
    onCreated(id);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void creating.send();
  };
  return (
    <form onSubmit={submit} noValidate className="card">
      <Stack>
        <Text>{t`They get no password here. When they are created, you can give them a one-time link with which they set their own.`}</Text>
        <FailureNote failure={creating.failure} shown={shownFields} />
        {Object.keys(creating.failure?.fields ?? {}).length > 0 && <Alert color="red" variant="light" role="alert">{t`Please correct the fields that are marked.`}</Alert>}
        <PersonFields form={form} set={(name, value) => setForm((before) => ({ ...before, [name]: value }))} at={creating.at} ranked={ranked} before={form.rank} />
        <Group gap="sm">
          <Button type="submit" loading={creating.busy}>{t`Create the person`}</Button>
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
