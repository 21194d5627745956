import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";

import { EditingNote } from "#kit/EditingNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { useEditing } from "#kit/editing.ts";
import { offerUndo } from "#kit/undo.ts";

import { PlaceFields } from "./PlaceFields.tsx";
import { useListAgain } from "./again.ts";
import { changePlace } from "./api/change_place.ts";
import { getPlace } from "./api/get_place.ts";
import styles from "./depots.module.css";
import { useLevelWords } from "./level_words.ts";
import { type Level, type Place, type PlaceForm, levels, parentMember } from "./place.ts";
import { useParents } from "./parents.ts";

interface Given {
  level: Level;
  id: number;
  onClose: () => void;
}

/** Renames a place or moves it. It is read anew: the lists do not tell its version. */
export function EditPlace({ level, id, onClose }: Given) {
  const place = useQuery({ queryKey: ["place", level, id], queryFn: () => getPlace(level, id), staleTime: 0, gcTime: 0 });
  return <div className={styles.form}><Loaded query={place}>{(read) => <Form level={level} id={id} place={read} onClose={onClose} />}</Loaded></div>;
}

const formOf = ({ code, name, parent }: Place): PlaceForm => ({ code, name, parent });

function Form({ level, id, place, onClose }: Given & { place: Place & { etag: string } }) {
  const { t } = useLingui();
  const { name: levelName } = useLevelWords();
  const again = useListAgain();
  const parents = useParents(level);
  const editing = useEditing({
    record: place,
    formOf,
    again: () => getPlace(level, id),
    write: async (changes, etag, before) => {
      const saved = await changePlace(level, id, changes, etag);
      await again();
      const { name } = saved;
      offerUndo(t`${name} is saved.`, async () => {
        await changePlace(level, id, before, saved.etag).catch(() => {}); // somebody else was faster: theirs stands
        await again();
      });
      return saved;
    },
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!editing.changed || (await editing.sending.send())) onClose();
  };
  const above = levels[levels.indexOf(level) - 1];
  const labels: Record<string, string> = { code: t`Code`, name: t`Name`, parent: above ? levelName[above] : "" };
  const nameOf = (parent: unknown) => parents.find((one) => one.id === parent)?.name ?? "";
  return (
    <form onSubmit={submit} noValidate aria-label={place.name}>
      <Stack gap="sm">
        <EditingNote
          editing={editing}
          shown={["code", "name", parentMember[level]]}
          labelOf={(field) => labels[field] ?? field}
          writtenOf={(field, value) => (field === "parent" ? nameOf(value) : String(value ?? ""))}
        />
        <PlaceFields level={level} form={editing.form} set={editing.set} at={editing.sending.at} />
        <Group gap="sm">
          <Button type="submit" loading={editing.sending.busy}>{t`Save`}</Button>
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
