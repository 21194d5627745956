import { useLingui } from "@lingui/react/macro";

import type { Language } from "#kit/language.ts";

import type { Field, FormVersion } from "./form.ts";
import { answersPath } from "./form_store.ts";
import { useLanguage } from "./hooks.ts";
import { labelOf } from "./texts.ts";
import { useFormVersion } from "./versions.ts";

/** `Axles 2 · Load` for `submission_data.axles[1].load`; undefined where the form has no such field. */
export function labelAt(version: FormVersion, path: string, language: Language): string | undefined {
  const own = path.startsWith(`${answersPath}.`) ? path.slice(answersPath.length + 1) : path;
  let fields: Field[] = version.definition.fields;
  const labels: string[] = [];
  for (const [, name, row] of own.matchAll(/([^.[\]]+)(?:\[(\d+)\])?/g)) {
    const field = fields.find((one) => one.name === name);
    if (!field) break; // within an answer: gauge.nominal
    const label = labelOf(field, language);
    labels.push(row === undefined ? label : `${label} ${Number(row) + 1}`);
    fields = field.fields ?? [];
  }
  return labels.length === 0 ? undefined : labels.join(" · ");
}

/** What the fields of a form are called. */
export function useLabelsOf(version: FormVersion | null | undefined): (path: string) => string {
  const { t } = useLingui();
  const language = useLanguage();
  return (path) => (path === "notes" ? t`Remarks` : ((version && labelAt(version, path, language)) ?? path));
}

/** The same, of the form that a record is of. */
export const useFormLabels = (person: number, form: { id: number; version: number } | undefined): ((path: string) => string) =>
  useLabelsOf(useFormVersion(person, form));
