import type { Field } from "./field.ts";
import { walked } from "./tree.ts";

/** What an expression may mention, as it is written there. */
export interface Mention {
  text: string;
  field: Field;
  /** Of rows of a group that repeats, seen from outside: a list. */
  isList: boolean;
}

export const repeats = (field: Field) => field.field_type === "group" && field.rules.repeats !== false;

/** What expressions of a field can mention: its neighbours first, then what is around. */
export function mentionable(fields: readonly Field[], key: string): Mention[] {
  const around = walked(fields).find(({ field }) => field.key === key)?.around ?? [];
  const levels = [fields, ...around.map((group) => group.fields)].reverse();
  const found = new Map<string, Mention>();
  const add = (list: readonly Field[], prefix: string, isList: boolean) => {
    for (const field of list) {
      const text = prefix + field.name;
      const many = isList || repeats(field) || field.field_type === "checkbox";
      if (field.key !== key && !found.has(text)) found.set(text, { text, field, isList: many });
      if (!around.includes(field)) add(field.fields, `${text}.`, isList || repeats(field));
    }
  };
  for (const level of levels) add(level, "", false);
  return [...found.values()];
}

export const comparisons = ["=", "!=", "<", "<=", ">", ">=", "answered", "unanswered"] as const;
export type Comparison = (typeof comparisons)[number];

const quoted = (text: string) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/** A value as it is written in an expression, for a field of this type. */
export function literal(field_type: string, value: string): string {
  const text = value.trim();
  if (field_type === "number") return text;
  if (field_type === "date") return text === "today" ? "today()" : `date(${quoted(text)})`;
  if (field_type === "time") return `time(${quoted(text)})`;
  if (field_type === "datetime") return `date and time(${quoted(text)})`;
  return quoted(text);
}

/** A condition about one field. */
export function conditionOf({ text, field }: Pick<Mention, "text" | "field">, comparison: Comparison, value: string): string {
  if (comparison === "answered") return `${text} != null`;
  if (comparison === "unanswered") return `${text} = null`;
  // A measurement has its size in a member.
  const what = field.field_type === "measurement" ? `${text}.nominal` : text;
  const to = literal(field.field_type === "measurement" ? "number" : field.field_type, value);
  if (field.field_type !== "checkbox") return `${what} ${comparison} ${to}`;
  return comparison === "!=" ? `not(${to} in ${text})` : `${to} in ${text}`;
}

/** Both must hold. */
export const joined = (present: string, condition: string): string =>
  present.trim() === "" ? condition : /\bor\b|\bif\b/.test(present) ? `(${present.trim()}) and ${condition}` : `${present.trimEnd()} and ${condition}`;
