import { useLingui } from "@lingui/react/macro";

import type { Comparison } from "./model/condition.ts";
import type { ExpressionName, FormType } from "./model/field.ts";

export function useFormTypeNames(): Record<FormType, string> {
  const { t } = useLingui();
  return { inspection: t`Inspection`, survey: t`Survey`, feedback: t`Feedback`, application: t`Application`, contact: t`Contact`, other: t`Other` };
}

/** A few signs for each type, for who looks over a long list. */
export const signs: Record<string, string> = {
  text: "Ab",
  textarea: "¶",
  number: "12",
  measurement: "±",
  select: "▾",
  radio: "◉",
  checkbox: "✓",
  date: "31",
  time: "9:00",
  datetime: "31 9",
  email: "@",
  tel: "+91",
  url: "://",
  file: "□",
  group: "{ }",
};

/** What rules are called; one that is not known here is called as the API calls it. */
export function useRuleNames(): (name: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    min_length: t`Fewest characters`,
    max_length: t`Most characters`,
    pattern: t`Pattern (regular expression)`,
    unique: t`No two records have the same answer`,
    min: t`Smallest number`,
    max: t`Largest number`,
    step: t`In steps of`,
    decimal_places: t`Digits behind the point`,
    unit: t`Unit, shown behind the number`,
    region: t`Country of numbers without a country code`,
    other_allowed: t`Something else may be written`,
    min_selected: t`Fewest choices`,
    max_selected: t`Most choices`,
    min_date: t`Earliest day`,
    max_date: t`Latest day`,
    min_time: t`Earliest time`,
    max_time: t`Latest time`,
    kinds: t`Kinds of file, separated by commas`,
    max_size: t`Most bytes of a file`,
    min_count: t`Fewest files`,
    max_count: t`Most files`,
    low: t`Smallest size in mm`,
    high: t`Largest size in mm`,
    condemns: t`Replace the part at`,
    repeats: t`Is filled in again and again`,
    min_items: t`Fewest rows`,
    max_items: t`Most rows`,
  };
  return (name) => names[name] ?? name;
}

/** What the rules say to people who do not know them. */
export function useRuleHints(): (name: string) => string | undefined {
  const { t } = useLingui();
  const days = t`A day such as 2026-11-30, or today, today-30, today+7`;
  const hints: Record<string, string> = {
    min_date: days,
    max_date: days,
    pattern: t`The whole answer must match`,
    step: t`Counted from the smallest number, or from 0`,
    low: t`A smaller one can be written, and is a finding`,
    high: t`A larger one can be written, and is a finding`,
    repeats: t`A row for each axle, for example`,
  };
  return (name) => hints[name];
}

export function useChoiceNames(): (value: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = { at_low: t`the smallest size`, at_high: t`the largest size` };
  return (value) => names[value] ?? value;
}

export function useExpressionNames(): Record<ExpressionName, string> {
  const { t } = useLingui();
  return { visible_if: t`Shown only if`, required_if: t`Must be answered if`, read_only_if: t`Cannot be changed if`, rule: t`Must hold`, calculation: t`Is calculated as` };
}

export function useComparisonNames(): Record<Comparison, string> {
  const { t } = useLingui();
  return {
    "=": t`is`,
    "!=": t`is not`,
    "<": t`is less than`,
    "<=": t`is at most`,
    ">": t`is more than`,
    ">=": t`is at least`,
    answered: t`is answered`,
    unanswered: t`is not answered`,
  };
}

/** What members of a form and its fields are called where versions are compared. */
export function useMemberNames(): (member: string) => string {
  const { t } = useLingui();
  const rule = useRuleNames();
  const expressions: Record<string, string> = useExpressionNames();
  const names: Record<string, string> = {
    ...expressions,
    title: t`Title`,
    description: t`What it is for`,
    form_type: t`Kind of form`,
    language: t`Language`,
    label: t`Label`,
    placeholder: t`Example in the empty field`,
    help_text: t`Help`,
    rule_message: t`Message when it does not hold`,
    field_type: t`Type`,
    is_required: t`Must be answered`,
    order: t`Order of the options`,
  };
  return (member) => {
    const [first, second, third] = member.split(".");
    if (first === "rules") return rule(second ?? "");
    if (first === "options") {
      const option = member.slice("options.".length);
      return t`Option ${option}`;
    }
    if (first === "translations") {
      const [what, language] = [names[third ?? ""] ?? third ?? "", second ?? ""];
      return t`${what} (${language})`;
    }
    return names[member] ?? member;
  };
}
