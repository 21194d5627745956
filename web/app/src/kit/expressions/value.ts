import { type Decimal, decimalOf, formatDecimal, isDecimal, parseDecimal, shortened } from "./number.ts";
import { type Moment, formatMoment, isDate, parseMoment, timeOf } from "./times.ts";

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
/** A row of a repeated group, or the parts of an answer that has some. */
export type Row = { [member: string]: Json };

/**
 * What an expression gives. Null is what nobody answered, or what cannot be calculated. Texts, dates and times of day are strings; which
 * of them, the tree's types tell.
 */
export type Value = null | boolean | Decimal | string | Moment | Value[] | Row;

/** As in trees: `number`, `list of date and time`. */
export type Type = string;

const digitsOfAnswers = 15; // which binary floating point keeps

const many = "list of ";
export const isList = (type: Type) => type.startsWith(many);
export const oneOf = (type: Type): Type => (isList(type) ? type.slice(many.length) : type);

/** Reads the text of a literal or an answer; null when it is none of that type. */
export function valueOfText(text: string, type: Type): Value {
  switch (type) {
    case "string":
      return text === "" ? null : text;
    case "number":
      return parseDecimal(text);
    case "date":
      return isDate(text) ? text : null;
    case "time":
      return timeOf(text);
    case "date and time":
      return parseMoment(text);
    default:
      return null;
  }
}

/** Reads an answer of this type: null when there is none, or one of another type. */
export function valueOf(answer: Json | undefined, type: Type): Value {
  if (answer === undefined || answer === null) return null;
  if (isList(type)) {
    if (!Array.isArray(answer) || answer.length === 0) return null;
    const element = oneOf(type);
    return answer.map((one) => valueOf(one, element));
  }
  if (typeof answer === "string") return type === "number" ? null : valueOfText(answer, type);
  if (typeof answer === "number") return type === "number" ? decimalOf(answer) : null;
  if (typeof answer === "boolean") return type === "boolean" ? answer : null;
  return type === "context" && !Array.isArray(answer) && isAnswered(answer) ? answer : null;
}

function isAnswered(row: Row): boolean {
  for (const name in row) if (row[name] !== undefined) return true;
  return false;
}

/** As valueOfText() reads it. */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return formatMoment(value);
  return isDecimal(value) ? formatDecimal(value) : "";
}

/** As an answer: numbers have 15 digits at most. Null for a number that has more before the point, and for rows. */
export function answerOf(value: Value): Json {
  if (value === null || typeof value === "boolean") return value;
  if (isDecimal(value)) {
    const few = shortened(value, digitsOfAnswers);
    return few && Number(formatDecimal(few));
  }
  if (Array.isArray(value)) return value.map(answerOf);
  return typeof value === "object" ? null : textOf(value);
}

/** Compares two values of one type, neither null: negative, zero, or positive. */
export function compared(one: Value, other: Value): number {
  if (isDecimal(one)) return one.cmp(other as Decimal);
  if (typeof one === "string") return comparedTexts(one, other as string);
  if (one === other) return 0;
  if (typeof one === "bigint" || typeof one === "boolean") return one < (other as typeof one) ? -1 : 1;
  return 0;
}

/** By code points. UTF-16 has those beyond 0xFFFF, which it writes with surrogates, before 0xE000. */
function comparedTexts(one: string, other: string): number {
  if (one === other) return 0;
  const most = Math.min(one.length, other.length);
  let place = 0;
  while (place < most && one.charCodeAt(place) === other.charCodeAt(place)) ++place;
  if (place === most) return one.length - other.length;
  const rank = (unit: number) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
  return rank(one.charCodeAt(place)) - rank(other.charCodeAt(place));
}
