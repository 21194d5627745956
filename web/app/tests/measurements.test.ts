import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { isChoice } from "../src/kit/measurements/choice.ts";
import { isUnreadable } from "../src/kit/measurements/measurement.ts";
import { formatMillimetres, ofMillimetres, parseMillimetres } from "../src/kit/measurements/micrometres.ts";
import { parseMeasurement } from "../src/kit/measurements/parse.ts";
import { print } from "../src/kit/measurements/print.ts";
import { cleanReading } from "../src/kit/measurements/reading.ts";

/** What is understood, in the canonical notation; or the code and position of what is not. */
function understood(text: string): string {
  const read = parseMeasurement(text);
  return isUnreadable(read) ? `${read.code} ${read.position}` : print(read);
}

test.each([
  ["915 (900-1000)", "915 (900-1000)"],
  ["1600 (+2,-1)", "1600 (+2/-1)"],
  ["1600 +2 -1", "1600 (+2/-1)"],
  ["1600 -1/+2", "1600 (+2/-1)"],
  ["1600 +2\u20141", "1600 (+2/-1)"],
  ["1600 \u00B1 1.", "1600 (+1/-1)"],
  ["1600 +/-1", "1600 (+1/-1)"],
  ["127 (+4,0)", "127 (+4/-0)"],
  ["93 (-0.250/0)", "93 (+0/-0.25)"],
  ["915+0/-0.5", "915 (+0/-0.5)"],
  ["280 (+0.030/+0.052)", "280 (+0.052/+0.03)"],
  ["20to28", "20 TO 28"],
  ["130.043 m.m. TO130.068 millimetres", "130.043 TO 130.068"],
  ["20 -28", "20 TO 28"],
  ["29.40Flange  Thickness", "29.4 Flange Thickness"],
  ["29.4mm( Flange  Thickness ) mm", "29.4 Flange Thickness"],
  ["5 Driver\u2019s side - L.H.", "5 Driver's side - L.H."],
  ["0.5 NM", "0.5 NM"],
  ["0.5 N/A", "0.5 N/A"],
  ["29.4 (to be measured)", "29.4 (to be measured)"],
  [" 0.500000 (mm)\n", "0.5"],
  ["०.५ मि.मी.", "0.5"],
  ["௧௬௦௦ (+௨,-௧)", "1600 (+2/-1)"],
  ["\uFF19\uFF11\uFF15 \uFF08900\uFF0D1000\uFF09", "915 (900-1000)"],
  ["\uFEFF9\u200B15\u00A0(900\u20141000)", "915 (900-1000)"],
  ["𝟗𝟏𝟓", "915"],
  ["100000", "100000"],
  ["99999 (+1/-99999)", "99999 (+1/-99999)"],
])("%s is understood", (text, canonical) => {
  expect(understood(text)).toBe(canonical);
  expect(understood(canonical)).toBe(canonical);
});

test.each(["cm", "C.M.", "से.मी.", "mtr.", "\u00B5m", "\u03BC", "inches", '"', "\u2033", "''", "'", "\u2019", "அங்குலம்"])("%s is another unit", (unit) => {
  for (const [before, after] of [["0.5 ", ""], ["20", " TO 28"], ["915 (900 ", "-1000)"], ["1600 +2/-1", ""]]) expect(understood(before + unit + after)).toBe(`other_unit ${before!.length + 1}`);
});

test.each([
  ["+0029.43mm", "29.43"],
  ["000.50", "0.50"],
  ["29.43 MM", "29.43"],
  ["29.43+", "29.43"],
  ["00", "0"],
  ["-0.02mm", "-0.02mm"],
  ["1.158in", "1.158in"],
  ["20 TO 28", "20 TO 28"],
  ["29,43", "29,43"],
  ["", ""],
])("a caliper's %j is %j", (typed, clean) => {
  expect(cleanReading(typed)).toBe(clean);
});

test("micrometres are exact", () => {
  expect(ofMillimetres(130.043)).toBe(130_043);
  expect(parseMillimetres("0.2500")).toBe(250);
  expect(parseMillimetres("1e3")).toBe("not_a_number");
  expect([-35, 0, 500, 915_000, -1_000].map(formatMillimetres)).toEqual(["-0.035", "0", "0.5", "915", "-1"]);
});

test("choices are found as people type them", () => {
  for (const typed of ["WORN_OUT", "Worn-out", "wornout", " worn  out ", "\uFF37orn out"]) expect(isChoice(typed, "Worn Out")).toBe(true);
  for (const typed of ["Worn", "", "Wörn out"]) expect(isChoice(typed, "Worn Out")).toBe(false);
});

interface Vector {
  text: string;
  notation?: string;
  nominal: string | null;
  low: string | null;
  high: string | null;
  label: string;
  canonical: string;
  code?: string;
  position: number;
}
const file = join(import.meta.dirname, "../../../tests/measurements/vectors.json");
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

test.each(vectors)("the server and we agree on $text", ({ text, code, position, notation, nominal, low, high, label, canonical }) => {
  const read = parseMeasurement(text);
  if (isUnreadable(read)) {
    expect(read).toMatchObject({ code, position });
    return;
  }
  const written = (length: number | undefined) => (length === undefined ? null : formatMillimetres(length));
  expect({ notation: read.notation, nominal: written(read.nominal), low: written(read.low), high: written(read.high), label: read.label }).toEqual({ notation, nominal, low, high, label });
  expect(print(read)).toBe(canonical);
  expect(understood(canonical)).toBe(canonical);
});
