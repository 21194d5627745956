import { useLingui } from "@lingui/react/macro";

import type { Json, JsonObject } from "#features/device";
import { type SheetProblem, valueAt } from "#features/drafts";
import { characters } from "#kit/measurements/plain.ts";
import { today } from "#kit/today.ts";

import { useLabelsBy } from "./labels.ts";
import type { BogieRules } from "./rules.ts";

const firstDate = "1950-01-01"; // the server takes no older one
const longest: [string, number][] = [
  ["bogieDetails.bogieNo", 50],
  ["bogieDetails.makerYearBuilt", 100],
  ["bogieDetails.incomingDivAndDate", 100],
  ["bogieDetails.deficitComponents", 1000],
];

const textOf = (value: Json | undefined) => (typeof value === "string" ? value.trim() : "");

/** What stands against sending: what the server would refuse. Findings do not. */
export function useBogieProblems(rules: BogieRules): (content: JsonObject) => SheetProblem[] {
  const { t } = useLingui();
  const labelOf = useLabelsBy(rules);
  return (content) => {
    const problems: SheetProblem[] = [];
    const add = (path: string, message: string) => problems.push({ path, label: labelOf(path), message });
    const text = (path: string) => textOf(valueAt(content, path));

    const checkDay = (path: string) => {
      const date = text(path);
      if (date > today()) add(path, t`This day is still to come.`);
      else if (date && date < firstDate) add(path, t`This is too long ago.`);
    };
    if (!text("inspectionDate")) add("inspectionDate", t`Say when the bogie was inspected.`);
    checkDay("inspectionDate");
    if (!/^[A-Za-z0-9_/.-]{0,50}$/.test(text("formNumber"))) add("formNumber", t`Only letters from A to Z, digits and _ / . - are allowed, at most 50.`);
    if (!text("bogieDetails.bogieNo")) add("bogieDetails.bogieNo", t`Write the number that is painted on the frame.`);
    checkDay("bogieDetails.dateOfIOH");
    for (const [path, most] of longest) if (characters(text(path)) > most) add(path, t`It has more than ${most} characters.`);

    for (const { name, components } of rules.sections) {
      for (const component of components) {
        const path = `${name}.${component.name}`;
        if (component.required && !text(path)) add(path, t`Say in what condition it is.`);
      }
    }
    return problems;
  };
}
