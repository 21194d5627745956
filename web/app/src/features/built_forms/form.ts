import type { Json, JsonObject } from "#features/device";
import type { Tree } from "#kit/expressions/evaluate.ts";
import type { Language } from "#kit/language.ts";

export type Translations<T> = { [language in Language]?: T | null };

export interface Option {
  value: string;
  label: string;
  translations?: Translations<string>;
}

/** What people read at a field. */
export interface FieldTexts {
  label?: string | null;
  placeholder?: string | null;
  help_text?: string | null;
  rule_message?: string | null;
}

export interface Field extends FieldTexts {
  name: string;
  label: string;
  field_type: string;
  is_required?: boolean;
  options?: Option[];
  validation_rules?: { [rule: string]: Json } | null;
  rule?: string | null;
  calculation?: string | null;
  translations?: Translations<FieldTexts>;
  fields?: Field[];
}

export interface FormTexts {
  title?: string | null;
  description?: string | null;
}

export interface Definition extends FormTexts {
  title: string;
  form_type?: string;
  language?: string;
  translations?: Translations<FormTexts>;
  fields: Field[];
}

/** The expressions of a field, by its path: `axles.load`. */
export interface FieldLogic {
  field: string;
  visible_if?: Tree;
  required_if?: Tree;
  read_only_if?: Tree;
  rule?: Tree;
  calculation?: Tree;
}

/** A published version of a form, as the API has it; it never changes. */
export interface FormVersion {
  form_id: number;
  form_version: number;
  definition: Definition;
  logic: FieldLogic[];
}

/** A record of the kind `forms`, or the API's answer. */
export const formVersionOf = (record: JsonObject | object): FormVersion => record as unknown as FormVersion;

/** A rule of a field, if it is of this type. */
export function ruleOf<T extends "number" | "string" | "boolean">(
  { validation_rules }: Field,
  name: string,
  type: T,
): (T extends "number" ? number : T extends "string" ? string : boolean) | undefined {
  const rule = validation_rules?.[name];
  return typeof rule === type ? (rule as never) : undefined;
}

/** Whether a group has rows. */
export const repeats = (field: Field): boolean => field.field_type === "group" && ruleOf(field, "repeats", "boolean") !== false;
export const isGroup = (field: Field): boolean => field.field_type === "group";
