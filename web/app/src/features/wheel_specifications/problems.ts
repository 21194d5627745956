import { useLingui } from "@lingui/react/macro";

import type { JsonObject } from "#features/device";
import type { SheetProblem } from "#features/drafts";
import { isUnreadable } from "#kit/measurements/measurement.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";
import { characters } from "#kit/measurements/plain.ts";
import { useMeasurementFault } from "#kit/measurements/useMeasurementFault.ts";
import { today } from "#kit/today.ts";

import { useWheelFields } from "./fields.ts";
import { useLabelsBy } from "./labels.ts";
import type { WheelRules } from "./rules.ts";

const firstDate = "1950-01-01"; // the server takes no older one

/** What stands against sending: what the server would refuse. Findings do not. */
export function useWheelProblems(rules: WheelRules | null | undefined): (content: JsonObject) => SheetProblem[] {
  const { t } = useLingui();
  const fields = useWheelFields(rules);
  const labelOf = useLabelsBy(rules);
  const faultOf = useMeasurementFault();
  return (content) => {
    const problems: SheetProblem[] = [];
    const add = (path: string, message: string) => problems.push({ path, label: labelOf(path), message });
    const text = (name: string) => String(content[name] ?? "").trim();

    if (characters(text("wheelNo")) > 50) add("wheelNo", t`It has more than 50 characters.`);
    const date = text("submittedDate");
    if (!date) add("submittedDate", t`Say when the work was done.`);
    else if (date > today()) add("submittedDate", t`This day is still to come.`);
    else if (date < firstDate) add("submittedDate", t`This is too long ago.`);
    if (!/^[A-Za-z0-9_/.-]{0,50}$/.test(text("formNumber"))) add("formNumber", t`Only letters from A to Z, digits and _ / . - are allowed, at most 50.`);

    for (const { name, required } of fields) {
      const path = `fields.${name}`;
      const typed = (content.fields as JsonObject | undefined)?.[name];
      if (typeof typed !== "string" || typed.trim() === "") {
        if (required) add(path, t`It has to be measured.`);
        continue;
      }
      const read = parseMeasurement(typed);
      if (isUnreadable(read)) add(path, faultOf(read));
    }
    return problems;
  };
}
