import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { changeSince } from "../src/features/wheel_specifications/change.ts";
import { wheelContentOf } from "../src/features/wheel_specifications/content.ts";
import { type Finding, type Texts, evaluate } from "../src/features/wheel_specifications/judge.ts";
import { newestOf } from "../src/features/wheel_specifications/newest.ts";
import type { WheelRules } from "../src/features/wheel_specifications/rules.ts";
import { verdictOf } from "../src/features/wheel_specifications/verdict.ts";

/** A file beside the tests: what is read of it is checked by the tests themselves. */
const read = <T>(path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8")) as T;
const rules = read<{ wheel: WheelRules }>("rules.json").wheel;

const judge = (fields: Texts) => evaluate(rules, undefined, fields);
const codes = (fields: Texts) => judge(fields).map(({ code, severity }) => `${code} ${severity}`);

// From the server's own tests.
test.each<[string, string, string[]]>([
  ["wheelGauge", "1599", []],
  ["wheelGauge", "1598.999", ["below_limit 3"]],
  ["wheelGauge", "1600 (+3,-2)", ["below_limit 3", "above_limit 3"]],
  ["wheelGauge", "1600 (+1,-0.5)", []],
  ["axleBoxHousingBoreDia", "280 (+0.030/+0.052)", []],
  ["axleBoxHousingBoreDia", "280", ["below_limit 3"]],
  ["wheelProfile", "16", ["condemned 4"]],
  ["wheelProfile", "16.001", []],
  ["wheelProfile", "29.401", ["above_limit 3"]],
  ["flangeHeight", "35", ["condemned 4"]],
  ["flangeHeight", "28.499", ["below_limit 3"]],
  ["treadDiameterNew", "915 (900-1000)", []],
  ["treadDiameterNew", "915 (900-1000.001)", ["stated_range_differs 2"]],
  ["treadDiameterNew", "915 (920-1000)", ["stated_range_differs 2", "nominal_out_of_range 3"]],
  ["treadDiameterNew", "850 (800-900)", ["below_limit 3", "stated_range_differs 2"]],
  ["wheelProfile", "29.4 FLANGE  thickness", []],
  ["wheelProfile", "29.4 wheel profile", []],
  ["wheelProfile", "28.5 Flange Height", ["label_differs 2"]],
  ["wheelProfile", "14 Root Radius", ["condemned 4", "label_differs 2"]],
  ["variationSameAxle", "0.5 OK", ["label_differs 2"]],
  ["variationSameAxle", "0.4 Variation on the same axle in mm", []],
  ["variationSameAxle", "0.4 variationSameAxle", []],
  ["condemningDia", "825 Condemn Dia", []],
  ["condemningDia", "825 condemned dia", []],
  ["condemningDia", "825 condemned wheel", ["rejected 4"]],
  ["condemningDia", "825 not rejected", ["label_differs 2"]],
  ["condemningDia", "825 rejected - not measured", ["rejected 4"]],
  ["wheelProfile", "16 rejected", ["condemned 4", "rejected 4"]],
  ["variationSameAxle", "0.5 N.A.", ["not_measured 3"]],
  ["variationSameAxle", "0.5 n/a", ["not_measured 3"]],
  ["variationSameAxle", "0.5 (NM)", ["not_measured 3"]],
  ["wheelGauge", "not a size", []],
])("%s %s is judged", (name, text, expected) => {
  expect(codes({ [name]: text })).toEqual(expected);
});

test.each<[string, string, string, string[]]>([
  ["915", "837", "825", []],
  ["900", "900", "825", ["order_violated 3"]],
  ["915", "825", "825", ["order_violated 4"]],
  ["900", "900", "900", ["order_violated 3", "order_violated 4"]],
  ["915", "830 TO 840", "835", []],
  ["915", "830 TO 835", "835 TO 840", ["order_violated 4"]],
  ["915", "825 (800-900)", "825 (800-900)", ["order_violated 4"]],
])("%s, %s and %s are in order or not", (treadDiameterNew, lastShopIssueSize, condemningDia, expected) => {
  expect(codes({ treadDiameterNew, lastShopIssueSize, condemningDia })).toEqual(expected);
});

test("a finding says all that its message needs", () => {
  expect(judge({ bearingSeatDiameter: "130.042 TO 130.05" })).toEqual([
    { path: "fields.bearingSeatDiameter", code: "below_limit", severity: 3, params: { measured: "130.042", low: "130.043", high: "130.068" } },
  ]);
  expect(judge({ wheelGauge: "1600 rim" })[0]!.params).toEqual({ measured: "1600", low: "1599", high: "1602", label: "rim", quantity: "Wheel gauge" });
  expect(judge({ lastShopIssueSize: "820", condemningDia: "825" })[0]).toEqual({
    path: "fields.lastShopIssueSize",
    code: "order_violated",
    severity: 4,
    params: { measured: "820", other: "condemningDia", other_measured: "825" },
  });
});

test("the worst finding is the verdict", () => {
  const of = (...severities: number[]) => verdictOf(severities.map((severity) => ({ severity })));
  expect([of(), of(1), of(2), of(2, 3), of(4, 2)]).toEqual(["good", "good", "note", "attention", "condemned"]);
});

test("there are no limits for another stock", () => {
  expect(evaluate(rules, "LHB", { wheelGauge: "1" })).toEqual([]);
  expect(evaluate(rules, "icf", { wheelGauge: "1" })).toHaveLength(1);
});

test.each([
  ["29.4", "29.1 Flange Thickness", "-0.3"],
  ["28.5", "28.5", "±0"],
  ["915 (900-1000)", "915.001", "+0.001"],
  ["20 TO 28", "24", undefined],
  ["29.4", "broken", undefined],
])("from %s to %s is a change of %s", (before, now, change) => {
  expect(changeSince(before, now)).toBe(change);
});

test("the newest earlier record of the wheel is taken", () => {
  const record = (id: number, wheelNo: string, submittedDate: string) => ({ id, uuid: `u${id}`, wheelNo, submittedDate, createdAt: "2026-01-01" });
  const all = [record(1, "W-1", "2026-01-05"), record(2, "w-1 ", "2026-02-05"), record(3, "W-1", "2026-03-05"), record(4, "W-2", "2026-04-05")];
  expect(newestOf(all, "W-1", "u3")).toEqual({ record: all[1], when: "2026-02-05" });
  expect(newestOf(all, "", "u3")).toBeUndefined();
  expect(newestOf(all, "W-3", "u3")).toBeUndefined();
});

test("of a stored record, what people filled in is corrected", () => {
  const record = { id: 1, status: "Rejected", formNumber: "WS-1", submittedBy: 3, submittedDate: "2026-01-05", wheelNo: null, stockType: "ICF", fields: { wheelGauge: "1600", rootRadius: null } };
  expect(wheelContentOf(record)).toEqual({ formNumber: "WS-1", submittedDate: "2026-01-05", stockType: "ICF", fields: { wheelGauge: "1600" } });
});

/** Without its message in English: ours are in the language of the app. */
const bare = ({ path, code, severity, params }: Finding): Finding => ({ path, code, severity, params });

interface Vector {
  fields: Texts;
  findings: Finding[];
  worst: number;
}
const { vectors } = read<{ vectors: Vector[] }>("../../../tests/wheel_specifications/vectors.json");

test.each(vectors.map((vector) => [JSON.stringify(vector.fields), vector] as const))("the server and we find the same in %s", (_, { fields, findings, worst }) => {
  const found = judge(fields);
  expect(found).toEqual(findings.map(bare));
  expect(Math.max(1, ...found.map(({ severity }) => severity))).toBe(worst);
});
