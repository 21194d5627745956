import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";

import { titleIn } from "#kit/titles.ts";

import { useKnownRules } from "./known_rules.ts";
import type { BogieRules, Condition, SectionName } from "./rules.ts";

export interface ShownComponent {
  /** `bogieChecksheet.bolster` */
  path: string;
  title: string;
  /** The English title, by which a remark is found. */
  english: string;
  required: boolean;
}

export interface ShownCondition extends Pick<Condition, "name" | "severity"> {
  title: string;
}

export interface ShownSection {
  name: SectionName;
  title: string;
  conditions: ShownCondition[];
  components: ShownComponent[];
}

/** The rules, or what the app knows by itself where they have not come yet. */
export function useRulesOrKnown(rules: BogieRules | null | undefined): BogieRules {
  const known = useKnownRules();
  return rules ?? known;
}

/** What is inspected, in the order of the form and in the language of the app. */
export function useSections(rules: BogieRules): ShownSection[] {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  const titles: Record<SectionName, string> = { bogieChecksheet: t`Bogie`, bmbcChecksheet: t`Bogie mounted brake cylinder (BMBC)` };
  const sections = useMemo(
    () =>
      rules.sections.map(({ name, conditions, components }) => ({
        name,
        conditions: conditions.map((condition) => ({ ...condition, title: titleIn(condition.title, locale) })),
        components: components.map((component) => ({
          path: `${name}.${component.name}`,
          title: titleIn(component.title, locale),
          english: component.title.en ?? component.name,
          required: component.required,
        })),
      })),
    [rules, locale],
  );
  return sections.map((section) => ({ ...section, title: titles[section.name] }));
}
