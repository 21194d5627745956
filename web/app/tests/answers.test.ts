import { expect, test } from "vitest";

import { answerTypeOf } from "../src/features/built_forms/answers/all.ts";
import { isBlank } from "../src/features/built_forms/answers/answer.ts";
import { localText, momentOf } from "../src/features/built_forms/answers/datetime.ts";
import { dayOf } from "../src/features/built_forms/answers/day_rules.ts";
import { rowsProblem } from "../src/features/built_forms/answers/group.ts";
import type { Json } from "../src/features/device/database.ts";
import type { Field } from "../src/features/built_forms/form.ts";
import { formatMoment } from "../src/kit/expressions/times.ts";

const now = { today: "2026-03-15", now: 0n };

/** The normal form, or the code of what is wrong. */
function read(field_type: string, typed: Json, rules: { [rule: string]: Json } = {}, options: string[] = []): Json | undefined {
  const field: Field = { name: "a", label: "A", field_type, validation_rules: rules, options: options.map((value) => ({ value, label: value })) };
  const reading = answerTypeOf(field_type).reader(field)(typed, now);
  if (reading === undefined) return undefined;
  return "value" in reading ? reading.value : [reading.problem.code, ...Object.values(reading.problem.params)].join(" ");
}

test.each<[Json | undefined, boolean]>([
  [undefined, true],
  [null, true],
  ["", true],
  [" \u00a0\n", true],
  [[], true],
  ["0", false],
  [0, false],
  [false, false],
  [["x"], false],
])("%j is blank: %s", (typed, blank) => {
  expect(isBlank(typed)).toBe(blank);
});

test.each<[Json, { [rule: string]: Json }, Json]>([
  ["12.50", {}, 12.5],
  [" -0.070 ", {}, -0.07],
  ["१२.५", {}, 12.5],
  ["௧௨", {}, 12],
  ["−3", {}, -3],
  [".5", {}, 0.5],
  ["5.", {}, 5],
  [7.25, {}, 7.25],
  ["12,5", {}, "not_a_decimal"],
  ["+5", {}, "not_a_decimal"],
  ["1e3", {}, "not_a_decimal"],
  ["many", {}, "not_a_decimal"],
  [["1"], {}, "not_a_decimal"],
  ["123456789012345", {}, 123456789012345],
  ["1234567890123456", {}, "too_many_digits"],
  ["0.1234567890123456", {}, "too_many_digits"],
  ["1.00000000000000000000000000000000000000", {}, 1],
  ["00000000000000000000000000000000000000012", {}, 12],
  ["19.9", { min: 20 }, "too_small 20"],
  ["20", { min: 20, max: 20 }, 20],
  ["40.1", { max: 40 }, "too_large 40"],
  ["1.25", { decimal_places: 1 }, "too_precise 1"],
  ["1.20", { decimal_places: 1 }, 1.2],
  ["20.3", { min: 20, step: 0.1 }, 20.3],
  ["0.3", { step: 0.1 }, 0.3],
  ["-0.25", { step: 0.1 }, "off_step 0.1 0"],
  ["20.5", { min: 20.1, step: 0.2 }, 20.5],
])("the number %j with %j is %j", (typed, rules, expected) => {
  expect(read("number", typed, rules)).toEqual(expected);
});

test.each<[string, string, { [rule: string]: Json }, Json]>([
  ["text", " a b ", {}, "a b"],
  ["text", "a\nb", {}, "several_lines"],
  ["text", "a\u0000b", {}, "control_character"],
  ["textarea", "a\r\nb\rc", {}, "a\nb\nc"],
  ["text", "ab", { min_length: 3 }, "too_short 3"],
  ["text", "😀😀", { max_length: 2 }, "😀😀"],
  ["text", "abc", { max_length: 2 }, "too_long 2"],
  ["text", "x".repeat(501), {}, "too_long 500"],
  ["text", "B-12345", { pattern: "B-[0-9]{5}" }, "B-12345"],
  ["text", "xB-12345", { pattern: "^B-[0-9]{5}$" }, "pattern_differs ^B-[0-9]{5}$"],
  ["text", "a", { pattern: "a|b" }, "a"],
  ["text", "ab", { pattern: "a|b" }, "pattern_differs a|b"],
  ["text", "a$", { pattern: "a\\$" }, "a$"],
  ["text", "तमिल", { pattern: "\\p{L}\\p{M}?.*" }, "तमिल"],
  ["text", "x", { pattern: "(" }, "x"],
  ["email", " Meera.Das@Railway.EXAMPLE ", {}, "Meera.Das@railway.example"],
  ["email", "meera@railway", {}, "not_an_email"],
  ["url", "HTTPS://Indianrailways.GOV.in/A?B", {}, "https://indianrailways.gov.in/A?B"],
  ["url", "http://user@host/", {}, "not_a_url"],
  ["url", "ftp://host/", {}, "not_a_url"],
  ["url", "https:///x", {}, "not_a_url"],
  ["tel", "98765 43210", {}, "+919876543210"],
  ["tel", "०९८७६५४३२१०", {}, "+919876543210"],
  ["tel", "+49 (30) 123456", {}, "+4930123456"],
  ["tel", "98765", { region: "DE" }, "98765"],
  ["tel", "call me", {}, "not_a_phone_number"],
])("%s %j with %j is %j", (type, typed, rules, expected) => {
  expect(read(type, typed, rules)).toEqual(expected);
});

test.each<[string, string, { [rule: string]: Json }, Json]>([
  ["date", "2026-03-15", { min_date: "today", max_date: "today" }, "2026-03-15"],
  ["date", "2026-03-16", { max_date: "today" }, "too_late 2026-03-15"],
  ["date", "2026-02-12", { min_date: "today-30" }, "too_early 2026-02-13"],
  ["date", "2026-03-22", { max_date: "today+7" }, "2026-03-22"],
  ["date", "2023-12-31", { min_date: "2024-01-01" }, "too_early 2024-01-01"],
  ["date", "2026-02-30", {}, "not_a_date"],
  ["time", "9:05", {}, "09:05:00"],
  ["time", "14:30:59", {}, "14:30:59"],
  ["time", "24:00", {}, "not_a_time"],
  ["time", "5:59", { min_time: "06:00" }, "too_early 06:00:00"],
  ["time", "22:00:01", { max_time: "22:00" }, "too_late 22:00:00"],
  ["datetime", "2026-03-15T14:30:00+05:30", {}, "2026-03-15T09:00:00Z"],
  ["datetime", "2026-03-15", {}, "not_an_instant"],
])("the %s %j with %j is %j", (type, typed, rules, expected) => {
  expect(read(type, typed, rules)).toEqual(expected);
});

test("a moment without an offset is where the device is", () => {
  const moment = momentOf("2026-03-15T14:30")!;
  expect(localText(moment)).toBe("2026-03-15T14:30");
  expect(localText(momentOf("2026-03-15T14:30:07")!)).toBe("2026-03-15T14:30:07");
  expect(read("datetime", "2026-03-15T14:30")).toBe(formatMoment(moment));
  expect(momentOf("2026-02-30T10:00")).toBeNull();
});

test("limits of days go over the ends of months", () => {
  expect(dayOf("today-15", "2024-03-01")).toBe("2024-02-15");
  expect(dayOf("today+366", "2024-01-01")).toBe("2025-01-01");
  expect(dayOf("tomorrow", "2024-01-01")).toBeUndefined();
});

test("a choice is that of the option which it means", () => {
  expect(read("radio", "Badly Worn", {}, ["good", "badly_worn"])).toBe("badly_worn");
  expect(read("select", "अच्छा", {}, ["अच्छा"])).toBe("अच्छा");
  expect(read("select", "x", {}, ["a", "b"])).toBe("not_a_choice a, b");
  expect(read("select", " x ", { other_allowed: true }, ["a", "b"])).toBe("x");
  expect(read("select", "x".repeat(201), { other_allowed: true }, ["a"])).toBe("too_long 200");
});

test("several choices are in the form's order", () => {
  const options = ["a", "b", "c"];
  expect(read("checkbox", ["c", "A"], {}, options)).toEqual(["a", "c"]);
  expect(read("checkbox", ["x", "b"], { other_allowed: true }, options)).toEqual(["b", "x"]);
  expect(read("checkbox", ["a", "A"], {}, options)).toBe("repeated");
  expect(read("checkbox", ["a"], { min_selected: 2 }, options)).toBe("too_few_items 2");
  expect(read("checkbox", ["a", "b"], { max_selected: 1 }, options)).toBe("too_many_items 1");
  expect(read("checkbox", ["a", "b", "c", "x"], { other_allowed: true, max_selected: 4 }, options)).toEqual(["a", "b", "c", "x"]);
  expect(read("checkbox", [""], { other_allowed: true }, options)).toBeUndefined();
});

test("a measurement keeps its text and has its sizes", () => {
  expect(read("measurement", "1600 (+2,-1)")).toEqual({ text: "1600 (+2,-1)", nominal: 1600, low: 1599, high: 1602 });
  expect(read("measurement", { text: "20 TO 28", low: 20, high: 28 })).toEqual({ text: "20 TO 28", low: 20, high: 28 });
  expect(read("measurement", "16O0")).toBe("unexpected_text");
});

test("a group has so many rows, or none", () => {
  const field: Field = { name: "g", label: "G", field_type: "group", validation_rules: { min_items: 2, max_items: 3 } };
  expect([0, 1, 2, 3, 4].map((rows) => rowsProblem(field, rows)?.code)).toEqual([undefined, "too_few_items", undefined, undefined, "too_many_items"]);
});

test("a type that a newer server has is a text", () => {
  expect(read("colour", " red ")).toBe("red");
});
