import { useLingui } from "@lingui/react/macro";

import { useWheelFields } from "./fields.ts";
import { useWheelRules } from "./kept_rules.ts";
import type { WheelRules } from "./rules.ts";

/** What the members of a wheel specification are called, by the paths of the API. */
export function useLabelsBy(rules: WheelRules | null | undefined): (path: string) => string {
  const { t } = useLingui();
  const fields = useWheelFields(rules);
  const header: Record<string, string> = {
    wheelNo: t`Wheel number`,
    submittedDate: t`Date of work`,
    stockType: t`Type of stock`,
    formNumber: t`Form number`,
    submittedBy: t`Whose form it is`,
    fields: t`Measurements`,
  };
  return (path) => header[path] ?? fields.find(({ name }) => path === `fields.${name}`)?.title ?? path;
}

export const useWheelLabels = (person: number): ((path: string) => string) => useLabelsBy(useWheelRules(person));
