import type { Language } from "#kit/language.ts";

import type { Field, FieldTexts, FormTexts, FormVersion, Option } from "./form.ts";

/** What people read at a field, in this language if it is translated, else in the form's own. */
export const textOf = (field: Field, text: keyof FieldTexts, language: Language): string | undefined =>
  field.translations?.[language]?.[text] || field[text] || undefined;

export const labelOf = (field: Field, language: Language): string => textOf(field, "label", language) ?? field.name;

export const optionLabel = (option: Option, language: Language): string => option.translations?.[language] || option.label;

export const formText = ({ definition }: FormVersion, text: keyof FormTexts, language: Language): string | undefined =>
  definition.translations?.[language]?.[text] || definition[text] || undefined;

/** What people read as the form's name. */
export const formTitle = (version: FormVersion, language: Language): string => formText(version, "title", language) ?? version.definition.title;
