import { useLingui } from "@lingui/react/macro";

import { useBogieRules } from "./kept_rules.ts";
import type { BogieRules } from "./rules.ts";
import { useRulesOrKnown, useSections } from "./sections.ts";

/** What the members of a bogie checksheet are called, by the paths of the API. */
export function useLabelsBy(rules: BogieRules): (path: string) => string {
  const { t } = useLingui();
  const sections = useSections(rules);
  const header: Record<string, string> = {
    inspectionDate: t`Date of inspection`,
    formNumber: t`Form number`,
    inspectionBy: t`Whose form it is`,
    bogieDetails: t`About the bogie`,
    "bogieDetails.bogieNo": t`Bogie number`,
    "bogieDetails.makerYearBuilt": t`Maker and year built`,
    "bogieDetails.incomingDivAndDate": t`From which division, and when`,
    "bogieDetails.deficitComponents": t`Missing components and remarks`,
    "bogieDetails.dateOfIOH": t`Last intermediate overhaul (IOH)`,
  };
  return (path) => {
    const section = sections.find(({ name }) => name === path);
    const component = sections.flatMap(({ components }) => components).find((one) => one.path === path);
    return header[path] ?? section?.title ?? component?.title ?? path;
  };
}

export const useBogieLabels = (person: number): ((path: string) => string) => useLabelsBy(useRulesOrKnown(useBogieRules(person)));
