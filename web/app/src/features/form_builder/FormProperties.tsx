import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Stack, Text, Title } from "@mantine/core";

import { type Language, languages } from "#kit/language.ts";

import { TextBox } from "./TextBox.tsx";
import type { Draft, FormType } from "./model/field.ts";
import type { OpenForm, Seen } from "./model/open_form.ts";
import { messageAt } from "./model/problems.ts";
import { formTypes } from "./search.ts";
import { useFormTypeNames } from "./texts.ts";

/** What is of the form itself, and of none of its fields. */
export function FormProperties({ open, seen: { draft, problems } }: { open: OpenForm; seen: Seen }) {
  const { t } = useLingui();
  const kinds = useFormTypeNames();
  const own = problems.filter(({ key }) => key === undefined);
  const change = (changes: Partial<Draft>) => open.edit((before) => ({ ...before, ...changes }), Object.keys(changes).join());
  const elsewhere = own.filter(({ member }) => !["title", "description"].includes(member));
  return (
    <Stack>
      <Title order={2} size="h4">{t`The form itself`}</Title>
      {elsewhere.map(({ member, message }) => (
        <Text key={member + message} c="red" role="alert">{message}</Text>
      ))}
      <TextBox label={t`Title`} lang={draft.language} value={draft.title} onChange={(title) => change({ title })} error={messageAt(own, "title")} />
      <TextBox label={t`What it is for`} lang={draft.language} lines={3} value={draft.description} onChange={(description) => change({ description })} error={messageAt(own, "description")} />
      <NativeSelect size="md" label={t`Kind of form`} value={draft.form_type} onChange={(event) => change({ form_type: event.currentTarget.value as FormType })} data={formTypes.map((value) => ({ value, label: kinds[value] }))} />
      <NativeSelect
        size="md"
        label={t`Language of its texts`}
        description={t`Texts in other languages stand in the view Languages.`}
        value={draft.language}
        onChange={(event) => change({ language: event.currentTarget.value as Language })}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
      <Text c="dimmed">{t`Choose a field to see its properties.`}</Text>
    </Stack>
  );
}
