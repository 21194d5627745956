import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { written } from "../src/features/bogie_checksheets/calendar.ts";
import { bogieContentOf } from "../src/features/bogie_checksheets/content.ts";
import { type Finding, type Inspected, evaluate, ofDates, yearsOf } from "../src/features/bogie_checksheets/judge.ts";
import { remarkOn, withRemark } from "../src/features/bogie_checksheets/remarks.ts";
import { type BogieRules, conditionOf } from "../src/features/bogie_checksheets/rules.ts";
import { splitIncoming, splitMaker } from "../src/features/bogie_checksheets/split.ts";

const read = <T>(path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8")) as T;
const served = read<{ bogie: BogieRules }>("rules.json").bogie;

// From the server's own tests.
test.each<[string, string | undefined, string | undefined, string?]>([
  ["NR / 2025-06-25", "NR", "2025-06-25"],
  ["  NR \t/\t 2025-06-25 ", "NR", "2025-06-25"],
  ["NR/DLI / 2025-06-25", "NR/DLI", "2025-06-25"],
  ["2025-06-25", undefined, "2025-06-25"],
  ["/ 2025-06-25", undefined, "2025-06-25"],
  ["NR /", "NR /", undefined],
  ["NR / 2025-02-29", "NR / 2025-02-29", undefined, "2025-02-29"],
  ["NR/06/25/2025", "NR/06/25/2025", undefined, "06/25/2025"],
  ["NR / 1949-12-31", "NR / 1949-12-31", undefined, "1949-12-31"],
  ["NR / 1950-01-01", "NR", "1950-01-01"],
  ["NR/DLI/25.6.2025", "NR/DLI", "2025-06-25"],
  ["NR / 2025/6/25", "NR", "2025-06-25"],
  ["NR \u2013 25\u20116\u20112025", "NR", "2025-06-25"],
  ["उ.रे. / २५-०६-२०२५", "उ.रे.", "2025-06-25"],
  ["\u200ENR/25-06-2025 \u202C", "\u200ENR", "2025-06-25"],
  ["NR / 2025-06-25T00:00:00Z", "NR", "2025-06-25"],
  ["NR / 25-06-2025 10:30", "NR", "2025-06-25"],
  ["NR / 25 - 06 - 2025", "NR", "2025-06-25"],
  ["NR (25.06.2025)", "NR", "2025-06-25"],
  ["NR / 25-06/2025", "NR / 25-06/2025", undefined, "25-06/2025"],
  ["NR / 25-Jun-2099", "NR / 25-Jun-2099", undefined, "25-Jun-2099"],
  ["NR / 20990101", "NR / 20990101", undefined, "20990101"],
  ["2099-01-01 / NR", "2099-01-01 / NR", undefined, "2099-01-01"],
  ["NR / 125-06-2025", "NR / 125-06-2025", undefined, "125-06-2025"],
  ["NR25-06-2025", "NR25-06-2025", undefined, "25-06-2025"],
  ["NR / 12025-06-25", "NR / 12025-06-25", undefined, "12025-06-25"],
  ["NR / DLI-2/3", "NR / DLI-2/3", undefined],
  ["", undefined, undefined],
])("%j is split into a division and a date", (text, division, date, impossible) => {
  const incoming = splitIncoming(text, yearsOf(served, "incomingDivAndDate"));
  expect([incoming.division, incoming.date && written(incoming.date), incoming.impossible]).toEqual([division, date, impossible]);
});

test.each<[string, string | undefined, number | undefined, string?]>([
  ["RDSO/2018", "RDSO", 2018],
  ["M/S BEML / 1999", "M/S BEML", 1999],
  ["2018", undefined, 2018],
  ["RDSO/18", "RDSO/18", undefined],
  ["RDSO2018", "RDSO2018", undefined],
  ["RDSO/0000", "RDSO/0000", undefined, "0000"],
  ["RDSO/1849", "RDSO/1849", undefined, "1849"],
  ["RDSO/2199", "RDSO", 2199],
  ["RCF / 2018-06-25", "RCF", 2018],
  ["RCF/31-02-2018", "RCF/31-02-2018", undefined, "31-02-2018"],
  ["RCF \u2013 २०१८", "RCF", 2018],
  ["RCF/(2099)", "RCF", 2099],
  ["RCF / 25-06-18", "RCF / 25-06-18", undefined, "25-06-18"],
  ["RDSO/-201", "RDSO/-201", undefined],
  ["  ", undefined, undefined],
])("%j is split into a maker and a year", (text, maker, year, impossible) => {
  const built = splitMaker(text, yearsOf(served, "makerYearBuilt"));
  expect([built.maker, built.year, built.impossible]).toEqual([maker, year, impossible]);
});

test.each<[string, string, string, string[]]>([
  ["", "", "", []],
  ["ICF/2024", "NR/15-01-2024", "2024-01-15", []],
  ["RCF/2099", "NR / 2099-01-01", "2024-01-16", ["makerYearBuilt after_inspection", "incomingDivAndDate after_inspection", "dateOfIOH after_inspection"]],
  ["RCF/25-06-2024", "NR / 2024-01-10", "", ["makerYearBuilt after_inspection"]],
  ["RCF/2020", "NR / 31-12-2019", "2019-12-31", ["incomingDivAndDate before_built", "dateOfIOH before_built"]],
  ["RCF/25-06-2020", "NR / 24-06-2020", "2020-06-25", ["incomingDivAndDate before_built"]],
  ["RCF/2200", "NR / 31-02-2023", "", ["makerYearBuilt impossible_date", "incomingDivAndDate impossible_date"]],
])("the dates of %j, %j and %j are judged", (makerYearBuilt, incomingDivAndDate, dateOfIOH, expected) => {
  const findings = ofDates(served, { inspectionDate: "2024-01-15", bogieDetails: { makerYearBuilt, incomingDivAndDate, dateOfIOH } });
  expect(findings.map(({ path, code }) => `${path.slice("bogieDetails.".length)} ${code}`)).toEqual(expected);
});

const judge = (form: Inspected) => evaluate(served, { inspectionDate: "2024-01-15", ...form });

test("conditions that need attention are found, however they are written", () => {
  expect(judge({ bogieChecksheet: { bolster: "Good" }, bmbcChecksheet: { cylinderBody: "good" } })).toEqual([]);
  expect(judge({ bogieChecksheet: { bolster: "WORN_OUT" }, bmbcChecksheet: { cylinderBody: "Damaged" } })).toEqual([
    { path: "bogieChecksheet.bolster", code: "needs_attention", severity: 3, params: { component: "Bolster", condition: "Worn Out" } },
    { path: "bmbcChecksheet.cylinderBody", code: "replace_now", severity: 4, params: { component: "Cylinder body", condition: "DAMAGED" } },
  ]);
});

test("a remark on a component is a line among what people wrote, and survives their editing", () => {
  let text = withRemark("Two bolts missing", "Bolster", "cracked ");
  expect(text).toBe("Two bolts missing\nBolster: cracked ");
  text = withRemark(text, "Axle guide", "worn: 2 mm");
  text = withRemark(text, "Bolster", "cracked at the weld");
  expect(text).toBe("Two bolts missing\nBolster: cracked at the weld\nAxle guide: worn: 2 mm");
  expect([remarkOn(text, "Bolster"), remarkOn(text, "Axle guide"), remarkOn(text, "Axle guide assembly")]).toEqual(["cracked at the weld", "worn: 2 mm", undefined]);
  expect(withRemark(withRemark(text, "Bolster", ""), "Axle guide", " ")).toBe("Two bolts missing");
  expect(withRemark(withRemark(undefined, "Bolster", "x"), "Bolster", "")).toBeUndefined();
});

test("of a stored record, what people filled in is corrected", () => {
  const record = {
    id: 1,
    status: "Rejected",
    formNumber: "BC-1",
    inspectionBy: 3,
    inspectionDate: "2026-01-05",
    bogieDetails: { bogieNo: "B-1", makerYearBuilt: "ICF/2020", maker: "ICF", yearBuilt: 2020, dateOfIOH: null },
    bogieChecksheet: { bolster: "Good", sideBearer: null },
    bmbcChecksheet: { cylinderBody: "GOOD" },
  };
  expect(bogieContentOf(record)).toEqual({
    formNumber: "BC-1",
    inspectionDate: "2026-01-05",
    bogieDetails: { bogieNo: "B-1", makerYearBuilt: "ICF/2020" },
    bogieChecksheet: { bolster: "Good" },
    bmbcChecksheet: { cylinderBody: "GOOD" },
  });
});

/** Without its message in English: ours are in the language of the app. */
const bare = ({ path, code, severity, params }: Finding): Finding => ({ path, code, severity, params });

interface Vector extends Required<Inspected> {
  understood: { maker: string | null; yearBuilt: number | null; incomingDivision: string | null; incomingDate: string | null };
  normalised: Record<string, Record<string, string>>;
  findings: Finding[];
}
interface Vectors {
  conditions: { section: string; text: string; condition: string | null }[];
  vectors: Vector[];
}
const all = read<Vectors>("../../../tests/bogie_checksheets/vectors.json");
const conditionIn = (section: string, text: string) => conditionOf(served.sections.find(({ name }) => name === section)!, text)?.name ?? null;

test.each(all.conditions)("the server and we read $text in $section as $condition", ({ section, text, condition }) => {
  expect(conditionIn(section, text)).toBe(condition);
});

test.each(all.vectors.map((vector, place) => [place + 1, vector] as const))("the server and we find the same in vector %i", (_, { understood, normalised, findings, ...form }) => {
  const details = form.bogieDetails as Record<string, string>;
  const built = splitMaker(details.makerYearBuilt ?? "", yearsOf(served, "makerYearBuilt"));
  const incoming = splitIncoming(details.incomingDivAndDate ?? "", yearsOf(served, "incomingDivAndDate"));
  expect({
    maker: built.maker ?? null,
    yearBuilt: built.year ?? null,
    incomingDivision: incoming.division ?? null,
    incomingDate: incoming.date ? written(incoming.date) : null,
  }).toEqual(understood);
  for (const section of ["bogieChecksheet", "bmbcChecksheet"] as const)
    for (const [component, text] of Object.entries(form[section])) expect(conditionIn(section, String(text))).toBe(normalised[section]![component]);
  expect(evaluate(served, form)).toEqual(findings.map(bare));
});
