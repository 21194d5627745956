import { useLingui } from "@lingui/react/macro";

import type { BogieRules, Component, Condition } from "./rules.ts";

/** What the app knows of the form by itself, for a device that the rules have not come to: all can be filled in and sent. */
export function useKnownRules(): BogieRules {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  const condition = (name: string, title: string, severity: number): Condition => ({ name, title: { en: name, [locale]: title }, severity });
  const component = (name: string, en: string, title: string, required = false): Component => ({ name, title: { en, [locale]: title }, required });
  return {
    version: 0,
    dates: [
      { name: "makerYearBuilt", title: {}, firstYear: 1850, lastYear: 2199 },
      { name: "incomingDivAndDate", title: {}, firstYear: 1950, lastYear: 9999 },
      { name: "dateOfIOH", title: {}, firstYear: 1950, lastYear: 9999 },
    ],
    sections: [
      {
        name: "bogieChecksheet",
        conditions: [
          condition("Good", t`Good`, 1),
          condition("Fair", t`Fair`, 2),
          condition("Poor", t`Poor`, 3),
          condition("Worn", t`Worn`, 3),
          condition("Worn Out", t`Worn out`, 3),
          condition("Overaged", t`Overaged`, 3),
          condition("Corroded", t`Corroded`, 3),
          condition("Misaligned", t`Misaligned`, 3),
          condition("Bent", t`Bent`, 4),
          condition("Damaged", t`Damaged`, 4),
          condition("Cracked", t`Cracked`, 4),
        ],
        components: [
          component("bogieFrameCondition", "Bogie frame", t`Bogie frame`, true),
          component("bolster", "Bolster", t`Bolster`, true),
          component("bolsterSuspensionBracket", "Bolster suspension bracket", t`Bolster suspension bracket`, true),
          component("lowerSpringSeat", "Lower spring seat", t`Lower spring seat`, true),
          component("axleGuide", "Axle guide", t`Axle guide`, true),
          component("axleGuideAssembly", "Axle guide assembly", t`Axle guide assembly`),
          component("protectiveTubes", "Protective tubes", t`Protective tubes`),
          component("anchorLinks", "Anchor links", t`Anchor links`),
          component("sideBearer", "Side bearer", t`Side bearer`),
        ],
      },
      {
        name: "bmbcChecksheet",
        conditions: [condition("GOOD", t`Good`, 1), condition("FAIR", t`Fair`, 2), condition("WORN OUT", t`Worn out`, 3), condition("DAMAGED", t`Damaged`, 4)],
        components: [
          component("cylinderBody", "Cylinder body", t`Cylinder body`, true),
          component("pistonTrunnion", "Piston trunnion", t`Piston trunnion`, true),
          component("adjustingTube", "Adjusting tube", t`Adjusting tube`, true),
          component("plungerSpring", "Plunger spring", t`Plunger spring`, true),
          component("teeBoltHexNut", "Tee bolt and hex nut", t`Tee bolt and hex nut`),
          component("pawlAndPawlSpring", "Pawl and pawl spring", t`Pawl and pawl spring`),
          component("dustExcluder", "Dust excluder", t`Dust excluder`),
        ],
      },
    ],
  };
}
