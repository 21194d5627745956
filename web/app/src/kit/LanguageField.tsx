import { useLingui } from "@lingui/react/macro";
import { NativeSelect } from "@mantine/core";

import { type Language, isLanguage, languages } from "./language.ts";

const choices = Object.entries(languages).map(([value, label]) => ({ value, label }));

export function LanguageField({ value, onChange, labelled = false }: { value: Language; onChange: (language: Language) => void; labelled?: boolean }) {
  const { t } = useLingui();
  const name = labelled ? { label: t`Language` } : { "aria-label": t`Language` };
  const change = (code: string) => isLanguage(code) && onChange(code);
  return <NativeSelect size="md" {...name} data={choices} value={value} onChange={(event) => change(event.currentTarget.value)} />;
}
