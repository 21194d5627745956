import type { Micrometres } from "./micrometres.ts";

/**
 * The notation of a measurement, and its meaning. `value`: `0.5`. `labelled_value`: `29.4 Flange Thickness`. `range`: `20 TO 28`, the size
 * is between these. `nominal_and_range`: `915 (900-1000)`, 915 was measured, and the writer says what is allowed.
 * `nominal_and_deviations`: `280 (+0.030/+0.052)`, the size is between nominal + lower and nominal + upper deviation.
 */
export type Notation = "value" | "labelled_value" | "range" | "nominal_and_range" | "nominal_and_deviations";

/** A measurement as understood. */
export interface Measurement {
  notation: Notation;
  /** Not set for a range alone. */
  nominal?: Micrometres;
  /** The ends of the range; or nominal + deviations. */
  low?: Micrometres;
  high?: Micrometres;
  /** Of a labelled value; words separated by one space. */
  label: string;
}

/** Why a text is not a measurement, more exactly than the code says. */
export type Reason =
  | "empty"
  | "text_too_long"
  | "control_character"
  | "number_expected"
  | "too_precise"
  | "too_large"
  | "decimal_comma"
  | "separator_expected"
  | "sign_expected"
  | "negative_length"
  | "range_reversed"
  | "bracket_expected"
  | "notation_expected"
  | "unit_twice"
  | "letters_expected"
  | "label_too_long"
  | "end_expected"
  | "other_unit";

export interface Unreadable {
  /** The server's: `number_expected`, `range_reversed`, … */
  code: string;
  /** The character where it was noticed, from 1; 0: the whole text. */
  position: number;
  reason: Reason;
  /** Of `other_unit`: which. */
  unit?: string;
}

export const isUnreadable = (read: Measurement | Unreadable): read is Unreadable => "code" in read;
