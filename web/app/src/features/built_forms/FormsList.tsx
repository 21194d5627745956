import { useLingui } from "@lingui/react/macro";
import { Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { Loading } from "#kit/Loaded.tsx";

import styles from "./built_forms.module.css";
import { useFillableForms } from "./fillable.ts";
import type { FormVersion } from "./form.ts";
import { useLanguage } from "./hooks.ts";
import { formText, formTitle } from "./texts.ts";

const mostAtAGlance = 8;

/** The forms that somebody can fill in; many can be searched. */
export function FormsList({ person, onOpen }: { person: number; onOpen: (form: FormVersion) => void }) {
  const { t } = useLingui();
  const language = useLanguage();
  const forms = useFillableForms(person);
  const [sought, setSought] = useState("");
  if (forms === undefined) return <Loading />;
  if (forms.length === 0) return <Text c="dimmed">{t`No form of the workshop is on this device. They come when it is synchronised.`}</Text>;
  const found = forms.filter((form) => matches(form, sought, formTitle(form, language), formText(form, "description", language)));
  return (
    <Stack gap="sm">
      {forms.length > mostAtAGlance && (
        <TextInput size="md" type="search" autoComplete="off" label={t`Search forms`} value={sought} onChange={(event) => setSought(event.currentTarget.value)} />
      )}
      {found.length === 0 && <Text c="dimmed">{t`No form has these words.`}</Text>}
      <ul className={`plain-list ${styles.forms}`}>
        {found.map((form) => (
          <li key={form.form_id}>
            <FormButton form={form} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function FormButton({ form, onOpen }: { form: FormVersion; onOpen: (form: FormVersion) => void }) {
  const { t } = useLingui();
  const language = useLanguage();
  const types: { [type: string]: string } = {
    contact: t`Contact`,
    feedback: t`Feedback`,
    survey: t`Survey`,
    application: t`Application`,
    inspection: t`Inspection`,
  };
  const type = types[form.definition.form_type ?? ""];
  const description = formText(form, "description", language);
  return (
    <button type="button" className={styles.form} onClick={() => onOpen(form)}>
      <strong>{formTitle(form, language)}</strong>
      {description && <Text component="span" size="sm" lineClamp={3}>{description}</Text>}
      {type && <Text component="span" size="sm" c="dimmed">{type}</Text>}
    </button>
  );
}

/** Whether all words that are sought are in the form's title or description, in this language or the form's own. */
function matches({ definition }: FormVersion, sought: string, title: string, description = ""): boolean {
  const text = [title, description, definition.title, definition.description].join(" ").toLowerCase();
  return sought.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
