import { database, useKeptOnDevice } from "#features/device";

import { type FormVersion, formVersionOf } from "./form.ts";
import { useLanguage } from "./hooks.ts";
import { formTitle } from "./texts.ts";
import { allKept } from "./versions.ts";

/** The forms that somebody can fill in, each in its newest version, by their titles; undefined while they are read. */
export function useFillableForms(person: number): FormVersion[] | undefined {
  const language = useLanguage();
  const copies = useKeptOnDevice(() => database.copies.where("[person+kind]").equals([person, "forms"]).toArray(), [person]);
  return copies?.map(({ record }) => formVersionOf(record)).sort((one, other) => formTitle(one, language).localeCompare(formTitle(other, language), language));
}

/** What forms are called, by their numbers; also those that can no longer be filled in, as far as they are kept. */
export function useFormTitles(person: number): (id: number | undefined) => string | undefined {
  const language = useLanguage();
  const forms = useFillableForms(person);
  const kept = useKeptOnDevice(() => database.settings.where("name").startsWith(allKept).toArray(), []);
  return (id) => {
    if (id === undefined) return undefined;
    const is = ({ form_id }: FormVersion) => form_id === Number(id);
    const form = forms?.find(is) ?? kept?.map(({ value }) => value as FormVersion).find(is);
    return form && formTitle(form, language);
  };
}
