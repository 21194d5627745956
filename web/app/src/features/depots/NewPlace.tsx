import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { PlaceFields } from "./PlaceFields.tsx";
import { useListAgain } from "./again.ts";
import { createPlace } from "./api/create_place.ts";
import styles from "./depots.module.css";
import { useLevelWords } from "./level_words.ts";
import { type Level, type PlaceForm, parentMember } from "./place.ts";

export function NewPlace({ level, parent, onClose }: { level: Level; parent: number | null; onClose: () => void }) {
  const { t } = useLingui();
  const { add } = useLevelWords();
  const again = useListAgain();
  const [form, setForm] = useState<PlaceForm>({ code: "", name: "", parent });
  const creating = useSending(async () => {
    await createPlace(level, form);
    await again();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await creating.send()) onClose();
  };
  return (
    <form onSubmit={submit} noValidate className={styles.form} aria-label={add[level]}>
      <Stack gap="sm">
        <FailureNote failure={creating.failure} shown={["code", "name", parentMember[level]]} />
        <PlaceFields level={level} form={form} at={creating.at} set={(name, value) => setForm((before) => ({ ...before, [name]: value }))} />
        <Group gap="sm">
          <Button type="submit" loading={creating.busy}>{add[level]}</Button>
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
