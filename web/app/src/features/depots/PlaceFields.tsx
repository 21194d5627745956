import { useLingui } from "@lingui/react/macro";
import { NativeSelect } from "@mantine/core";

import { TextField } from "#kit/fields.tsx";

import styles from "./depots.module.css";
import { useLevelWords } from "./level_words.ts";
import { type Level, type PlaceForm, levels, parentMember } from "./place.ts";
import { useParents } from "./parents.ts";

interface Given {
  level: Level;
  form: PlaceForm;
  set: <K extends keyof PlaceForm>(name: K, value: PlaceForm[K]) => void;
  at: (field: string) => string | undefined;
}

export function PlaceFields({ level, form, set, at }: Given) {
  const { t } = useLingui();
  const { name: levelName } = useLevelWords();
  const parents = useParents(level);
  const above = levels[levels.indexOf(level) - 1];
  return (
    <div className={styles.fields}>
      <TextField label={t`Name`} value={form.name} onChange={(name) => set("name", name)} error={at("name")} maxLength={100} autoFocus autoComplete="off" />
      <TextField
        label={t`Code`}
        description={t`The railway's own abbreviation: capital letters, digits and hyphens`}
        value={form.code}
        onChange={(code) => set("code", code.toUpperCase())}
        error={at("code")}
        maxLength={20}
        autoComplete="off"
      />
      {above && (
        <NativeSelect
          size="md"
          label={levelName[above]}
          description={t`Belongs to`}
          data={parents.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={String(form.parent ?? "")}
          error={at(parentMember[level])}
          onChange={(event) => set("parent", Number(event.currentTarget.value))}
        />
      )}
    </div>
  );
}
