import { useLingui } from "@lingui/react/macro";

import type { Reason, Unreadable } from "./measurement.ts";

/** Says what a text lacks to be a measurement, where, and how to write it. */
export function useMeasurementFault(): (fault: Unreadable) => string {
  const { t } = useLingui();
  return ({ reason, position, unit = "" }) => {
    if (reason === "other_unit") return t`At character ${position}, ${unit} is another unit. Write the size in mm, as a number alone.`;
    const what: Record<Reason, string> = {
      empty: t`A measurement is expected.`,
      text_too_long: t`It has more than 100 characters.`,
      control_character: t`At character ${position} is something that cannot be seen.`,
      number_expected: t`At character ${position}, a number without a sign is expected.`,
      too_precise: t`The number at character ${position} has more than 3 decimals.`,
      too_large: t`What is at character ${position} is more than 100000 mm.`,
      decimal_comma: t`At character ${position}, write a decimal point instead of the comma.`,
      separator_expected: t`At character ${position}, a comma or / is expected between the deviations.`,
      sign_expected: t`The deviation at character ${position} needs its sign, + or -.`,
      negative_length: t`The deviation at character ${position} is larger than the length itself.`,
      range_reversed: t`At character ${position}, the upper end of the range is below its lower end.`,
      bracket_expected: t`At character ${position}, a closing bracket is expected.`,
      notation_expected: t`At character ${position}, a bracket, TO, a label or the end is expected.`,
      unit_twice: t`At character ${position}, mm is written twice.`,
      letters_expected: t`A label is of letters only, unlike what is at character ${position}.`,
      label_too_long: t`The label at character ${position} has more than 80 characters.`,
      end_expected: t`Nothing more is expected at character ${position}.`,
      other_unit: "",
    };
    return `${what[reason]} ${t`Write it like 915 (900-1000), 1600 (+2,-1), 20 TO 28, 0.5 or 29.4 Flange Thickness.`}`;
  };
}
