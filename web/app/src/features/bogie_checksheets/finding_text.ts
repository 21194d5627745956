import { useLingui } from "@lingui/react/macro";

import { useDay } from "#kit/day.ts";

import type { Finding } from "./judge.ts";
import type { ShownSection } from "./sections.ts";

/** Says what was found; what it was found of stands beside it. */
export function useFindingText(sections: ShownSection[]): (finding: Finding) => string {
  const { t } = useLingui();
  const day = useDay();
  return ({ code, params }) => {
    const conditions = sections.flatMap((section) => section.conditions);
    const condition = conditions.find(({ name }) => name === params.condition)?.title ?? params.condition ?? "";
    const { date: written = "", like = "", built: begun = "" } = params;
    // A year alone, or what cannot be a date, stays as it is.
    const shown = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : text);
    const date = shown(written);
    const built = shown(begun);
    const inspected = shown(params.inspected ?? "");
    switch (code) {
      case "needs_attention":
        return t`${condition}: needs attention.`;
      case "replace_now":
        return t`${condition}: replace now.`;
      case "impossible_date":
        return t`${written} cannot be right; write it like ${like}.`;
      case "after_inspection":
        return t`${date} is after the inspection on ${inspected}.`;
      case "before_built":
        return t`${date} is before the bogie was built, ${built}.`;
      default:
        return code;
    }
  };
}
