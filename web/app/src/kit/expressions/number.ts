import { Big } from "big.js";

/** An exact decimal of up to 34 digits, counted from the first one before the point, else from the point; docs/expressions.md, Numbers. */
export type Decimal = Big;

/** Own settings: big.js keeps them on the constructor, and division reads them there. */
const Exact = Big();

export const mostDigits = 34;
const largestExponent = 100;
const zero = new Exact("0");
const largestWhole = new Exact("9223372036854775807"); // of the server's integers

// Of Big's rounding modes.
const towardsZero = 0;
const halfUp = 1;
const halfEven = 2;
const awayFromZero = 3;

export const isDecimal = (value: unknown): value is Decimal => value instanceof Big;

const isZero = (number: Decimal) => number.c[0] === 0;
const digitsBeforePoint = (number: Decimal) => (isZero(number) ? 0 : Math.max(0, number.e + 1));
export const placesOf = (number: Decimal) => (isZero(number) ? 0 : Math.max(0, number.c.length - 1 - number.e));

/** The number with so many digits, rounded once; null when it has more before the point. */
function fitting(number: Decimal, digits: number = mostDigits): Decimal | null {
  if (isZero(number)) return zero;
  const before = digitsBeforePoint(number);
  if (before > digits) return null;
  if (placesOf(number) <= digits - before) return number;
  const made = number.round(digits - before, halfEven);
  if (isZero(made)) return zero;
  return digitsBeforePoint(made) > digits ? null : made; // 99… became 100…
}

/** Reads `-0.07`, `.5`, `12`; null when it is no such number, or has more than 34 digits. */
export function parseDecimal(text: string): Decimal | null {
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) return null;
  return withinDigits(new Exact(text));
}

/** A number of JSON. */
export const decimalOf = (number: number): Decimal | null => (Number.isFinite(number) ? withinDigits(new Exact(String(number))) : null);

function withinDigits(number: Decimal): Decimal | null {
  if (isZero(number)) return zero;
  return digitsBeforePoint(number) + placesOf(number) > mostDigits ? null : number;
}

export const ofCount = (count: number): Decimal => new Exact(String(count));

/** The shortest text without an exponent: `-0.07`. */
export const formatDecimal = (number: Decimal): string => number.toFixed();

/** As an integer, if it is one; beyond 2^53 about as large. */
export function wholeOf(number: Decimal): number | null {
  if (placesOf(number) > 0 || number.abs().cmp(largestWhole) > 0) return null;
  return Number(number.toFixed());
}

// Each of these gives null when the result has more than 34 digits before the point.

export const sum = (one: Decimal, other: Decimal) => fitting(one.plus(other));
export const difference = (one: Decimal, other: Decimal) => fitting(one.minus(other));
export const product = (one: Decimal, other: Decimal) => fitting(one.times(other));
export const negative = (number: Decimal) => (isZero(number) ? number : number.times(-1));

/** Null when it is divided by zero. */
export function quotient(number: Decimal, divisor: Decimal): Decimal | null {
  if (isZero(divisor)) return null;
  if (isZero(number)) return zero;
  // The first time tells how many digits are before the point, the second one rounds once.
  Exact.DP = 0;
  Exact.RM = towardsZero;
  const before = digitsBeforePoint(number.div(divisor));
  if (before > mostDigits) return null;
  Exact.DP = mostDigits - before;
  Exact.RM = halfEven;
  return fitting(number.div(divisor));
}

/** Exact, then rounded once; null when the exponent is not a whole number from -100 to 100. 0 ** 0 is 1. */
export function power(base: Decimal, exponent: Decimal): Decimal | null {
  const times = wholeOf(exponent);
  if (times === null || Math.abs(times) > largestExponent) return null;
  const exact = base.pow(Math.abs(times));
  return times < 0 ? quotient(ofCount(1), exact) : fitting(exact);
}

/** `down` and `up`: towards negative and positive infinity. Halves go away from zero, or to the even digit. */
export type Direction = "half_up" | "half_even" | "down" | "up";

/** With at most so many decimal places, 0 to 34; null for any other `places`. */
export function rounded(number: Decimal, places: Decimal, direction: Direction): Decimal | null {
  const most = wholeOf(places);
  if (most === null || most < 0 || most > mostDigits) return null;
  if (placesOf(number) <= most) return number;
  const below = number.s < 0;
  const modes = { half_up: halfUp, half_even: halfEven, down: below ? awayFromZero : towardsZero, up: below ? towardsZero : awayFromZero } as const;
  return fitting(number.round(most, modes[direction]));
}

/** Whether it is a whole number of steps from `from` on. */
export const isOnStep = (number: Decimal, from: Decimal, step: Decimal): boolean => isZero(number.minus(from).mod(step));

/** How many digits it has, on both sides of the point. */
export const digitsOf = (number: Decimal): { before: number; behind: number; all: number } => ({
  before: digitsBeforePoint(number),
  behind: placesOf(number),
  all: isZero(number) ? 0 : Math.max(number.c.length, number.e + 1),
});

/** Rounded half to even to so many digits in all; null when it has more before the point. */
export const shortened = (number: Decimal, digits: number): Decimal | null => fitting(number, digits);
