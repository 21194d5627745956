import type { components } from "#kit/api.ts";
import { type Language, languages } from "#kit/language.ts";

type WireField = components["schemas"]["FormField"];
export type Definition = components["schemas"]["FormDefinition"];
export type FormType = NonNullable<Definition["form_type"]>;

export type RuleValue = boolean | number | string | string[];
export type Rules = Record<string, RuleValue>;

/** What people read at a field; blank: nothing. */
export interface FieldTexts {
  label: string;
  placeholder: string;
  help_text: string;
  rule_message: string;
}
export interface FormTexts {
  title: string;
  description: string;
}
/** Texts in other languages than the form's own. */
export type Translations<T> = Partial<Record<Language, T>>;

export interface Option {
  value: string;
  label: string;
  translations: Translations<string>;
}

export const expressionNames = ["visible_if", "required_if", "read_only_if", "rule", "calculation"] as const;
export type ExpressionName = (typeof expressionNames)[number];

/** A field while the form is built: blank texts are what the API has as null. */
export interface Field extends FieldTexts, Record<ExpressionName, string> {
  /** Of this field on this page, whatever becomes of its name. */
  key: string;
  name: string;
  field_type: string;
  is_required: boolean;
  options: Option[];
  rules: Rules;
  translations: Translations<FieldTexts>;
  fields: Field[];
}

export interface Draft extends FormTexts {
  form_type: FormType;
  language: Language;
  translations: Translations<FormTexts>;
  fields: Field[];
}

let last = 0;
export const freshKey = (): string => `f${++last}`;

export const noTexts: FieldTexts = { label: "", placeholder: "", help_text: "", rule_message: "" };

export function newField(field_type: string, name: string, label: string): Field {
  const blank = { visible_if: "", required_if: "", read_only_if: "", rule: "", calculation: "" };
  return { ...noTexts, ...blank, key: freshKey(), name, label, field_type, is_required: false, options: [], rules: {}, translations: {}, fields: [] };
}

const textsOf = (texts: Partial<Record<keyof FieldTexts, string | null>>): FieldTexts => ({
  label: texts.label ?? "",
  placeholder: texts.placeholder ?? "",
  help_text: texts.help_text ?? "",
  rule_message: texts.rule_message ?? "",
});

/** Calls `read` for each language that has a translation. */
function each<From, To>(all: { [L in Language]?: From | null } | undefined, read: (from: From) => To | undefined): Translations<To> {
  const made: Translations<To> = {};
  for (const language of Object.keys(languages) as Language[]) {
    const one = all?.[language];
    const value = one === undefined || one === null ? undefined : read(one);
    if (value !== undefined) made[language] = value;
  }
  return made;
}

export function readFields(fields: readonly WireField[] | undefined): Field[] {
  return (fields ?? []).map((field) => ({
    ...textsOf(field),
    key: freshKey(),
    name: field.name,
    field_type: field.field_type,
    is_required: field.is_required ?? false,
    options: (field.options ?? []).map(({ value, label, translations }) => ({ value, label, translations: each(translations, (text: string) => text) })),
    rules: Object.fromEntries(Object.entries(field.validation_rules ?? {}).filter(([, value]) => value !== null)) as Rules,
    visible_if: field.visible_if ?? "",
    required_if: field.required_if ?? "",
    read_only_if: field.read_only_if ?? "",
    rule: field.rule ?? "",
    calculation: field.calculation ?? "",
    translations: each(field.translations, textsOf),
    fields: readFields(field.fields),
  }));
}

/** Without the fields: `readFields()` gives those. */
export function readHeader(form: Omit<Definition, "fields">): Omit<Draft, "fields"> {
  return {
    title: form.title,
    description: form.description ?? "",
    form_type: form.form_type ?? "other",
    language: form.language ?? "en",
    translations: each(form.translations, ({ title, description }: { title?: string | null; description?: string | null }) => ({ title: title ?? "", description: description ?? "" })),
  };
}

export const draftOf = (form: Definition): Draft => ({ ...readHeader(form), fields: readFields(form.fields) });

const orNull = (text: string) => (text.trim() === "" ? null : text);
const nothing = (texts: object) => Object.values(texts).every((text) => text === "" || text === null);

export function writeFields(fields: readonly Field[]): WireField[] {
  return fields.map((field) => ({
    name: field.name,
    label: field.label,
    field_type: field.field_type,
    placeholder: orNull(field.placeholder),
    help_text: orNull(field.help_text),
    is_required: field.is_required,
    options: field.options.map(({ value, label, translations }) => ({ value, label, translations: each(translations, (text) => orNull(text) ?? undefined) })),
    // The document says only that it is an object: which rules there are depends on the type.
    validation_rules: (Object.keys(field.rules).length > 0 ? field.rules : null) as Record<string, never> | null,
    visible_if: orNull(field.visible_if),
    required_if: orNull(field.required_if),
    read_only_if: orNull(field.read_only_if),
    rule: orNull(field.rule),
    rule_message: orNull(field.rule_message),
    calculation: orNull(field.calculation),
    translations: each(field.translations, (texts) => (nothing(texts) ? undefined : { label: orNull(texts.label), placeholder: orNull(texts.placeholder), help_text: orNull(texts.help_text), rule_message: orNull(texts.rule_message) })),
    fields: writeFields(field.fields),
  }));
}

export function writeHeader(draft: Omit<Draft, "fields">): Required<Omit<Definition, "fields">> {
  return {
    title: draft.title,
    description: orNull(draft.description),
    form_type: draft.form_type,
    language: draft.language,
    translations: each(draft.translations, (texts) => (nothing(texts) ? undefined : { title: orNull(texts.title), description: orNull(texts.description) })),
  };
}

export const definitionOf = (draft: Draft): Definition => ({ ...writeHeader(draft), fields: writeFields(draft.fields) });

/** A JSON Merge Patch that makes the draft's header of the stored one; undefined when nothing changed. */
export function headerChanges(stored: Omit<Draft, "fields">, draft: Omit<Draft, "fields">): components["schemas"]["FormHeaderChanges"] | undefined {
  const [before, after] = [writeHeader(stored), writeHeader(draft)];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  const gone = Object.keys(before.translations).filter((language) => !Object.hasOwn(after.translations, language));
  return { ...after, translations: { ...after.translations, ...Object.fromEntries(gone.map((language) => [language, null])) } };
}

export const sameFields = (one: readonly Field[], other: readonly Field[]): boolean => one === other || JSON.stringify(writeFields(one)) === JSON.stringify(writeFields(other));
export const sameDraft = (one: Draft, other: Draft): boolean => one === other || (headerChanges(one, other) === undefined && sameFields(one.fields, other.fields));
