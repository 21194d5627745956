import type { Json } from "#features/device";
import type { Now } from "#kit/expressions/functions.ts";
import { trimmed } from "#kit/measurements/plain.ts";
import type { Unreadable } from "#kit/measurements/measurement.ts";

import type { Field } from "../form.ts";

/** Why an answer is refused: code and params are the server's. */
export interface Problem {
  code: string;
  params: { [name: string]: string };
  /** What a measurement lacks. */
  fault?: Unreadable;
}

/** What an answer means: its normal form, which is what the server would store; undefined when nobody answered. */
export type Reading = { value: Json } | { problem: Problem } | undefined;

/** Reads an answer as it is kept in the draft: as typed, or as the server had it. It is not blank. */
export type Reader = (typed: Json, now: Now) => Reading;

/** How an answer is given. */
export type Shown =
  | { as: "line"; type: "text" | "email" | "tel" | "url" | "date" | "time" | "datetime-local"; inputMode?: "decimal" | "numeric"; unit?: string }
  | { as: "lines" | "choice" | "choices" | "files" | "measurement" | "group" };

/** A type of field, as the server's features/built_forms/field_types has it. */
export interface AnswerType {
  shown: (field: Field) => Shown;
  /** Looks at the field's rules once. */
  reader: (field: Field) => Reader;
}

export const problem = (code: string, params: Problem["params"] = {}): { problem: Problem } => ({ problem: { code, params } });

/** Whether nobody answered. */
export function isBlank(typed: Json | undefined): boolean {
  if (typeof typed === "string") return trimmed(typed) === "";
  return typed === undefined || typed === null || (Array.isArray(typed) && typed.length === 0);
}

/** Characters that no text has; tabs and line ends are none of them. */
// eslint-disable-next-line no-control-regex
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** A reader of a text, without white space around it. */
export const textReader =
  (read: (text: string, now: Now) => Reading): Reader =>
  (typed, now) => {
    if (typeof typed !== "string") return problem("wrong_type");
    if (control.test(typed)) return problem("control_character");
    return read(trimmed(typed), now);
  };
