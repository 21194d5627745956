import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";

import { titleIn } from "#kit/titles.ts";

import type { WheelRules } from "./rules.ts";

/** A measurement of the form, with its title in the language of the app. */
export interface ShownField {
  name: string;
  title: string;
  required: boolean;
  example: string;
}

/** The measurements, in the order of the form: those of the rules, or, where these have not come yet, those that the app knows. */
export function useWheelFields(rules: WheelRules | null | undefined): ShownField[] {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  // The same fields as long as nothing changed, so that their rows need not be drawn again.
  const ruled = useMemo(() => rules?.fields.map(({ title, ...field }) => ({ ...field, title: titleIn(title, locale) })), [rules, locale]);
  if (ruled) return ruled;
  const known: [string, string, string][] = [
    ["treadDiameterNew", t`Tread diameter (new)`, "915 (900-1000)"],
    ["lastShopIssueSize", t`Last shop issue size`, "837 (800-900)"],
    ["condemningDia", t`Condemning diameter`, "825 (800-900)"],
    ["wheelGauge", t`Wheel gauge`, "1600 (+2,-1)"],
    ["variationSameAxle", t`Variation on the same axle`, "0.5"],
    ["variationSameBogie", t`Variation on the same bogie`, "5"],
    ["variationSameCoach", t`Variation on the same coach`, "13"],
    ["wheelProfile", t`Wheel profile (flange thickness)`, "29.4 Flange Thickness"],
    ["intermediateWWP", t`Intermediate WWP`, "20 TO 28"],
    ["bearingSeatDiameter", t`Bearing seat diameter`, "130.043 TO 130.068"],
    ["rollerBearingOuterDia", t`Roller bearing outer diameter`, "280 (+0.0/-0.035)"],
    ["rollerBearingBoreDia", t`Roller bearing bore diameter`, "130 (+0.0/-0.025)"],
    ["rollerBearingWidth", t`Roller bearing width`, "93 (+0/-0.250)"],
    ["axleBoxHousingBoreDia", t`Axle box housing bore diameter`, "280 (+0.030/+0.052)"],
    ["wheelDiscWidth", t`Wheel disc width`, "127 (+4/-0)"],
    ["flangeHeight", t`Flange height`, "28.5 Flange Height"],
    ["rootRadius", t`Root radius`, "14 Root Radius"],
  ];
  const optional = new Set(["flangeHeight", "rootRadius"]);
  return known.map(([name, title, example]) => ({ name, title, example, required: !optional.has(name) }));
}
