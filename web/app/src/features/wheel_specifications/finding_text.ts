import { useLingui } from "@lingui/react/macro";

import { useWheelFields } from "./fields.ts";
import type { Finding } from "./judge.ts";
import type { WheelRules } from "./rules.ts";

/** Says what was found of a measurement; its title stands beside it. */
export function useFindingText(rules: WheelRules | null | undefined): (finding: Finding) => string {
  const { t } = useLingui();
  const fields = useWheelFields(rules);
  return ({ code, params }) => {
    const { measured = "", low = "", high = "", stated_low: statedLow = "", stated_high: statedHigh = "", label = "" } = params;
    const { quantity = "", other = "", other_measured: otherMeasured = "" } = params;
    // A quantity that is a field's title has its translations.
    const quantityTitle = fields[rules?.fields.findIndex(({ title }) => title.en === quantity) ?? -1]?.title ?? quantity;
    const otherTitle = fields.find(({ name }) => name === other)?.title ?? other;
    switch (code) {
      case "below_limit":
        return t`${measured} mm is below the limit of ${low} mm.`;
      case "above_limit":
        return t`${measured} mm is above the limit of ${high} mm.`;
      case "condemned":
        // It was reached from above or from below.
        return Number(measured) > Number(low)
          ? t`${measured} mm has reached the condemning limit of ${high} mm: replace now.`
          : t`${measured} mm has reached the condemning limit of ${low} mm: replace now.`;
      case "stated_range_differs":
        return t`The range written, ${statedLow} to ${statedHigh} mm, is not the limits of ${low} to ${high} mm.`;
      case "nominal_out_of_range":
        return t`${measured} mm is outside the range written, ${statedLow} to ${statedHigh} mm.`;
      case "label_differs":
        return t`It is labelled “${label}” where ${quantityTitle} is measured.`;
      case "not_measured":
        return t`“${label}” is written behind ${measured} mm, so it was not measured.`;
      case "rejected":
        return t`“${label}” is written behind ${measured} mm: replace now.`;
      case "order_violated":
        return t`${measured} mm is not larger than the ${otherTitle} of ${otherMeasured} mm.`;
      default:
        return code;
    }
  };
}
