import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { type Tree, expressionOf } from "../src/kit/expressions/evaluate.ts";
import { mentionsOf } from "../src/kit/expressions/mentions.ts";
import { type Decimal, formatDecimal, isDecimal, parseDecimal, power, product, quotient, rounded, shortened, sum } from "../src/kit/expressions/number.ts";
import { formatMoment, isDate, parseMoment } from "../src/kit/expressions/times.ts";
import { type Json, type Value, textOf } from "../src/kit/expressions/value.ts";

interface Vector {
  expression: string;
  tree: Tree;
  answers: { [name: string]: Json };
  result: Json;
}
const file = JSON.parse(readFileSync(new URL("../../../tests/expressions/vectors.json", import.meta.url), "utf8")) as { today: string; now: string; vectors: Vector[] };
const now = { today: file.today, now: parseMoment(file.now)! };

/** Truth and null are themselves, all else is text. */
function shown(value: Value): Json {
  if (value === null || typeof value === "boolean") return value;
  return Array.isArray(value) ? value.map(shown) : textOf(value);
}

const evaluated = (tree: Tree, answers: { [name: string]: Json } = {}) => expressionOf(tree)((name) => answers[name], now);

test("all vectors that the server is checked with have their values", () => {
  expect(file.vectors.length).toBeGreaterThan(900);
  const wrong = file.vectors
    .map(({ expression, tree, answers, result }) => ({ expression, answers, result, found: shown(evaluated(tree, answers) as Value) }))
    .filter(({ result, found }) => JSON.stringify(result) !== JSON.stringify(found));
  expect(wrong).toEqual([]);
});

const number = (text: string) => parseDecimal(text)!;
const written = (value: Decimal | null) => value && formatDecimal(value);

test.each([
  ["0", "0"],
  ["-0", "0"],
  ["007", "7"],
  [".5", "0.5"],
  ["5.", "5"],
  ["1.500", "1.5"],
  ["-0.070", "-0.07"],
  ["9999999999999999999999999999999999", "9999999999999999999999999999999999"],
  ["0.0000000000000000000000000000000001", "0.0000000000000000000000000000000001"],
  ["1.000000000000000000000000000000000000000", "1"],
])("the number %s is %s", (text, shortest) => {
  expect(written(parseDecimal(text))).toBe(shortest);
});

test.each(["", "-", ".", "-.", "1e3", "+1", "1,5", "1.2.3", " 1", "0x1", "१", "1-", "99999999999999999999999999999999999", "1.0000000000000000000000000000000001"])(
  "%j is no number",
  (text) => {
    expect(parseDecimal(text)).toBeNull();
  },
);

test("an answer has 15 digits", () => {
  expect(written(shortened(number("0.3333333333333333333333"), 15))).toBe("0.333333333333333");
  expect(written(shortened(number("123456789012345.5"), 15))).toBe("123456789012346");
  expect(written(shortened(number("2.5000000000000050001"), 15))).toBe("2.50000000000001");
  expect(shortened(number("999999999999999.5"), 15)).toBeNull();
  expect(shortened(number("1234567890123456"), 15)).toBeNull();
});

// The server's way with big integers, as decision 85 tells it, to compare with.

interface Units {
  units: bigint;
  places: number;
}
const size = (units: bigint) => (units < 0n ? -units : units);
const before = ({ units, places }: Units) => (units === 0n ? 0 : Math.max(0, String(size(units)).length - places));

function roundedUnits({ units, places }: Units, most: number): Units {
  if (places <= most) return { units, places };
  const by = 10n ** BigInt(places - most);
  const [whole, rest] = [size(units) / by, size(units) % by];
  const up = rest * 2n > by || (rest * 2n === by && whole % 2n === 1n);
  const made = whole + (up ? 1n : 0n);
  return { units: units < 0n ? -made : made, places: most };
}
function fitted(exact: Units): string | null {
  if (before(exact) > 34) return null;
  const made = roundedUnits(exact, 34 - before(exact));
  if (before(made) > 34) return null;
  const digits = String(size(made.units)).padStart(made.places + 1, "0");
  const text = `${digits.slice(0, digits.length - made.places)}.${made.places ? digits.slice(-made.places) : ""}`.replace(/\.?0*$/, "");
  return (made.units < 0n ? "-" : "") + text;
}
const unitsOf = (value: Decimal): Units => {
  const text = formatDecimal(value);
  return { units: BigInt(text.replace(".", "")), places: text.includes(".") ? text.length - 1 - text.indexOf(".") : 0 };
};
const raised = (exact: Units, to: number) => exact.units * 10n ** BigInt(to - exact.places);

/** Repeatable chance. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

test("sums, products, quotients and powers are those of big integers, rounded once", () => {
  const random = chance(1);
  const any = () => {
    const digits = Array.from({ length: 1 + random(34) }, () => (random(3) ? random(10) : random(2) * 9)).join("");
    const point = random(digits.length + 1);
    return number(`${random(2) ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point) || "0"}`);
  };
  for (let turn = 0; turn < 2000; ++turn) {
    const [one, other] = [any(), any()];
    const [a, b] = [unitsOf(one), unitsOf(other)];
    const places = Math.max(a.places, b.places);
    expect(written(sum(one, other))).toBe(fitted({ units: raised(a, places) + raised(b, places), places }));
    expect(written(product(one, other))).toBe(fitted({ units: a.units * b.units, places: a.places + b.places }));
    if (b.units !== 0n) {
      const [above, below] = [raised(a, 40) * 10n ** 40n, raised(b, 40)];
      const [whole, rest] = [size(above) / size(below), size(above) % size(below)];
      const units = whole * 10n + (rest ? 1n : 0n);
      expect(written(quotient(one, other)), `${written(one)} / ${written(other)}`).toBe(fitted({ units: above < 0n === below < 0n ? units : -units, places: 41 }));
    }
    if (turn % 20 > 0) continue;
    const times = random(101);
    expect(written(power(one, number(String(times))))).toBe(fitted({ units: a.units ** BigInt(times), places: a.places * times }));
  }
});

test("rounding has its directions", () => {
  const round = (text: string, places: string, direction: Parameters<typeof rounded>[2]) => written(rounded(number(text), number(places), direction));
  expect(round("2.5", "0", "half_even")).toBe("2");
  expect(round("-2.5", "0", "half_up")).toBe("-3");
  expect(round("-2.1", "0", "down")).toBe("-3");
  expect(round("-2.9", "0", "up")).toBe("-2");
  expect(round("-0.4", "0", "up")).toBe("0");
  expect(round("0.01", "1", "up")).toBe("0.1");
  expect(round("1", "35", "up")).toBeNull();
  expect(round("1", "0.5", "up")).toBeNull();
});

test("an evaluation ends", () => {
  const rows = Array.from({ length: 200 }, () => ({ a: 1 }));
  const list: Tree = ["name", "rows", "list of context"];
  const a = (name: string): Tree => ["member", "a", "number", ["name", name, "context"]];
  const tree: Tree = ["every", "x", list, ["every", "y", list, ["every", "z", list, ["=", a("x"), a("z")]]]];
  expect(evaluated(tree, { rows })).toBeUndefined();
  expect(evaluated(["every", "x", list, ["=", a("x"), a("x")]], { rows })).toBe(true);
});

test("the innermost name counts, and a filter does not change those around it", () => {
  const list: Tree = ["name", "a", "list of number"];
  const inner: Tree = ["count", ["filter", "x", list, [">", ["name", "x", "number"], ["literal", "number", "1"]]]];
  const tree: Tree = ["for", "x", list, ["+", inner, ["name", "x", "number"]]];
  expect((evaluated(tree, { a: [1, 2, 3] }) as Value[]).map((one) => isDecimal(one) && Number(one))).toEqual([3, 4, 5]);
});

test("dates and moments are those of the calendar", () => {
  expect(["2024-02-29", "0001-01-01", "9999-12-31"].every(isDate)).toBe(true);
  expect(["2023-02-29", "2024-13-01", "2024-04-31", "0000-01-01", "2024-1-1", "2100-02-29"].some(isDate)).toBe(false);
  expect(formatMoment(parseMoment("2026-01-31T14:30:00+05:30")!)).toBe("2026-01-31T09:00:00Z");
  expect(formatMoment(parseMoment("1969-12-31T23:59:59.5Z")!)).toBe("1969-12-31T23:59:59.500000Z");
  expect(formatMoment(parseMoment("2026-01-31 14:30:00.1234567z")!)).toBe("2026-01-31T14:30:00.123456Z");
  for (const text of ["2026-01-31T14:30:00", "2026-01-31T24:00:00Z", "2026-01-31T14:30Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:00:00-02:00"]) expect(parseMoment(text)).toBeNull();
});

test("what a tree mentions has the paths of its fields", () => {
  const list: Tree = ["name", "axles", "list of context"];
  const load: Tree = ["member", "load", "number", ["name", "item", "context"]];
  const heavy: Tree = ["filter", "item", list, [">", load, ["name", "limit", "number"]]];
  const found = mentionsOf(["and", ["unanswered", ["member", "no", "list of string", heavy]], ["unanswered", ["name", "limit", "number"]]]);
  expect([...found.names].sort()).toEqual(["axles", "axles.load", "axles.no", "limit"]);
  expect([...found.asked].sort()).toEqual(["axles.no", "limit"]);
});
