import { written } from "./calendar.ts";
import { type BogieRules, conditionOf } from "./rules.ts";
import { type Built, type Years, splitIncoming, splitMaker } from "./split.ts";

/** Severities, as the server numbers them. */
export const needsAttention = 3;
export const replaceNow = 4;

/** A remark about what was filled in. It stands against nothing. */
export interface Finding {
  /** `bogieChecksheet.bolster`, `bogieDetails.dateOfIOH` */
  path: string;
  code: string;
  severity: number;
  params: Record<string, string>;
}

type Texts = Record<string, unknown>;

/** What people fill in of a bogie, as far as it is judged. */
export interface Inspected {
  inspectionDate?: unknown;
  bogieDetails?: Texts;
  bogieChecksheet?: Texts;
  bmbcChecksheet?: Texts;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the server finds when the form arrives: first of its dates, then of its components. */
export const evaluate = (rules: BogieRules, form: Inspected): Finding[] => [...ofDates(rules, form), ...ofConditions(rules, form)];

/** A finding for each condition that needs attention or worse. */
export function ofConditions(rules: BogieRules, form: Inspected): Finding[] {
  return rules.sections.flatMap((section) =>
    section.components.flatMap(({ name, title }) => {
      const condition = conditionOf(section, textOf(form[section.name]?.[name]));
      if (!condition || condition.severity < needsAttention) return [];
      const { severity } = condition;
      const code = severity === replaceNow ? "replace_now" : "needs_attention";
      return [{ path: `${section.name}.${name}`, code, severity, params: { component: title.en ?? name, condition: condition.name } }];
    }),
  );
}

/** A finding for each date that cannot be right. */
export function ofDates(rules: BogieRules, { inspectionDate, bogieDetails = {} }: Inspected): Finding[] {
  const inspected = textOf(inspectionDate);
  const built = splitMaker(textOf(bogieDetails.makerYearBuilt), yearsOf(rules, "makerYearBuilt"));
  const incoming = splitIncoming(textOf(bogieDetails.incomingDivAndDate), yearsOf(rules, "incomingDivAndDate"));
  const overhauled = textOf(bogieDetails.dateOfIOH);
  const findings: Finding[] = [];
  const add = (member: string, code: string, date: string, more: Record<string, string>) =>
    findings.push({ path: `bogieDetails.${member}`, code, severity: needsAttention, params: { date, ...more } });
  const after = (member: string, date: string) => add(member, "after_inspection", date, { inspected });

  const builtTooLate = inspected !== "" && isAfter(built, inspected);
  if (built.impossible) add("makerYearBuilt", "impossible_date", built.impossible, { like: "RDSO/2018" });
  if (builtTooLate) after("makerYearBuilt", whenOf(built));
  if (incoming.impossible) add("incomingDivAndDate", "impossible_date", incoming.impossible, { like: "NR / 2025-06-25" });

  // An impossible year built is reported by itself, and not used to check other dates.
  const begun = builtTooLate || built.year === undefined ? undefined : built;
  for (const [member, date] of [["incomingDivAndDate", incoming.date ? written(incoming.date) : ""], ["dateOfIOH", overhauled]] as const) {
    if (date === "") continue;
    if (inspected !== "" && date > inspected) after(member, date);
    const early = begun && (begun.date ? date < written(begun.date) : Number(date.slice(0, 4)) < begun.year!);
    if (early) add(member, "before_built", date, { built: whenOf(begun) });
  }
  return findings;
}

/** The years in which the date of this member can be. */
export const yearsOf = ({ dates }: BogieRules, member: string): Years => dates.find(({ name }) => name === member) ?? { firstYear: 1, lastYear: 9999 };

const whenOf = ({ date, year }: Built): string => (date ? written(date) : String(year));

function isAfter({ date, year }: Built, inspected: string): boolean {
  if (date) return written(date) > inspected;
  return year !== undefined && year > Number(inspected.slice(0, 4));
}
