import { type Decimal, type Direction, difference, negative, ofCount, product, quotient, rounded, sum, wholeOf } from "./number.ts";
import type { Moment } from "./times.ts";
import { type Value, compared, textOf } from "./value.ts";

/** When a form is filled in. */
export interface Now {
  /** `2026-03-15` */
  today: string;
  now: Moment;
}


/** Conjunction when `neutral` is true, else disjunction: null when it depends on nulls (Kleene's logic). */
export function combined(truths: Value[], neutral: boolean): boolean | null {
  let unknown = false;
  for (const truth of truths) {
    if (truth === null) unknown = true;
    else if (truth !== neutral) return !neutral;
  }
  return unknown ? null : neutral;
}

const none = ofCount(0);
const rounding =
  (direction: Direction) =>
  ([number, places]: [Decimal, Decimal?]): Value =>
    rounded(number, places ?? none, direction);

/** By FEEL: dividend - divisor * floor(dividend / divisor), so that it has the sign of the divisor. */
function modulo([dividend, divisor]: [Decimal, Decimal]): Value {
  const ratio = quotient(dividend, divisor);
  const times = ratio && rounded(ratio, none, "down");
  const taken = times && product(divisor, times);
  return taken && difference(dividend, taken);
}

const hasSurrogates = (text: string) => /[\uD800-\uDFFF]/.test(text);
/** Number of code points. */
export const lengthOf = (text: string) => (hasSurrogates(text) ? [...text].length : text.length);

/** Characters count from 1, from the end if negative. */
function substring([text, from, many]: [string, Decimal, Decimal?]): Value {
  const characters = hasSurrogates(text) ? [...text] : text;
  const start = wholeOf(from);
  const length = many ? wholeOf(many) : characters.length;
  if (start === null || start === 0 || length === null || length < 1) return null;
  const first = start > 0 ? start - 1 : characters.length + start;
  if (first < 0 || first >= characters.length) return null;
  const part = characters.slice(first, first + Math.min(length, characters.length));
  return typeof part === "string" ? part : part.join("");
}

function sumOf([list]: [Value[]]): Decimal | null {
  if (list.length === 0 || list.includes(null)) return null;
  let total: Decimal | null = none;
  for (const one of list) total = total && sum(total, one as Decimal);
  return total;
}

function mean([list]: [Value[]]): Value {
  const total = sumOf([list]);
  return total && quotient(total, ofCount(list.length));
}

const extreme =
  (sign: 1 | -1) =>
  ([list]: [Value[]]): Value => {
    if (list.length === 0 || list.includes(null)) return null;
    return list.reduce((best, one) => (sign * compared(one, best) > 0 ? one : best));
  };

function listContains([list, sought]: [Value[], Value]): Value {
  if (list.some((one) => one !== null && compared(one, sought) === 0)) return true;
  return list.includes(null) ? null : false;
}

/** The first of equal elements stay; null is an element like others. */
function distinctValues([list]: [Value[]]): Value {
  const seen = new Set<string | null>();
  return list.filter((one) => {
    const text = one === null ? null : textOf(one);
    return !seen.has(text) && seen.add(text);
  });
}

/** By name. The arguments are of the right types, and none is null; elements of lists may be. */
const table = {
  not: ([truth]: [boolean]) => !truth,

  abs: ([number]: [Decimal]) => (number.s < 0 ? negative(number) : number),
  "round half up": rounding("half_up"),
  decimal: rounding("half_even"),
  floor: rounding("down"),
  ceiling: rounding("up"),
  modulo,

  "string length": ([text]: [string]) => ofCount(lengthOf(text)),
  "upper case": ([text]: [string]) => text.toUpperCase(),
  "lower case": ([text]: [string]) => text.toLowerCase(),
  contains: ([text, part]: [string, string]) => text.includes(part),
  "starts with": ([text, part]: [string, string]) => text.startsWith(part),
  "ends with": ([text, part]: [string, string]) => text.endsWith(part),
  substring,
  string: ([value]: [Value]) => textOf(value),

  count: ([list]: [Value[]]) => ofCount(list.length),
  sum: sumOf,
  mean,
  min: extreme(-1),
  max: extreme(1),
  all: ([list]: [Value[]]) => combined(list, true),
  any: ([list]: [Value[]]) => combined(list, false),
  "list contains": listContains,
  "distinct values": distinctValues,

  today: (_: [], { today }: Now) => today,
  now: (_: [], { now }: Now) => now,
};

/** Undefined when there is no such function. */
export const functionNamed = (name: string): ((given: Value[], now: Now) => Value) | undefined =>
  Object.hasOwn(table, name) ? (table[name as keyof typeof table] as unknown as (given: Value[], now: Now) => Value) : undefined;

