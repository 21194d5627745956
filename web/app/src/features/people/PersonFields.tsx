import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Stack, Text, Textarea } from "@mantine/core";

import { DepotField } from "#features/depots";
import { TextField } from "#kit/fields.tsx";
import { isLanguage, languages } from "#kit/language.ts";

import { PersonField } from "./PersonField.tsx";
import { RankFields } from "./RankFields.tsx";
import type { Details } from "./details.ts";
import { useLabels } from "./labels.ts";
import styles from "./people.module.css";
import type { Rank } from "./rank.ts";

interface Given {
  form: Details;
  set: <K extends keyof Details>(name: K, value: Details[K]) => void;
  at: (field: string) => string | undefined;
  /** Rank and sight may be given. */
  ranked: boolean;
  /** The rank that the person has now. */
  before: Rank;
}

type TextMember = { [K in keyof Details]: Details[K] extends string ? (string extends Details[K] ? K : never) : never }[keyof Details];

export function PersonFields({ form, set, at, ranked, before }: Given) {
  const { t } = useLingui();
  const labels = useLabels();
  const text = (name: TextMember) => ({ name, label: labels[name], value: form[name], error: at(name), onChange: (value: string) => set(name, value), autoComplete: "off" });
  const languageChoices = [{ value: "", label: t`As their device says` }, ...Object.entries(languages).map(([value, label]) => ({ value, label }))];
  return (
    <Stack>
      <div className={styles.fields}>
        <TextField {...text("first_name")} maxLength={150} />
        <TextField {...text("last_name")} maxLength={150} />
        <TextField {...text("phone_number")} type="tel" inputMode="tel" maxLength={40} />
        <TextField {...text("employee_id")} maxLength={50} />
        <TextField {...text("department")} maxLength={100} />
        <TextField {...text("position")} maxLength={100} />
        <DepotField label={labels.depot_id} none={t`No depot`} value={form.depot_id} error={at("depot_id")} onChange={(depot) => set("depot_id", depot)} />
        <PersonField label={labels.manager_id} value={form.manager_id} error={at("manager_id")} onChange={(manager) => set("manager_id", manager)} />
      </div>
      {ranked && <RankFields form={form} set={set} at={at} before={before} />}
      <details className={styles.more}>
        <summary>{t`E-mail, language, address and more`}</summary>
        <div className={styles.fields}>
          <TextField {...text("email")} type="email" inputMode="email" maxLength={254} />
          <NativeSelect
            size="md"
            label={labels.language}
            data={languageChoices}
            value={form.language}
            error={at("language")}
            onChange={({ currentTarget: { value } }) => set("language", isLanguage(value) ? value : "")}
          />
          <TextField {...text("date_of_birth")} type="date" />
          <TextField {...text("address_line_1")} maxLength={255} />
          <TextField {...text("address_line_2")} maxLength={255} />
          <TextField {...text("city")} maxLength={100} />
          <TextField {...text("state")} maxLength={100} />
          <TextField {...text("postal_code")} maxLength={20} />
          <TextField {...text("country")} maxLength={100} />
        </div>
        <Textarea size="md" mt="sm" label={labels.bio} value={form.bio} error={at("bio")} maxLength={500} onChange={(event) => set("bio", event.currentTarget.value)} />
        <Text size="sm" c="dimmed" mt="xs">{t`People can change these themselves, on the page of their profile.`}</Text>
      </details>
    </Stack>
  );
}
