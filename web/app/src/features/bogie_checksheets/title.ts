import { useLingui } from "@lingui/react/macro";

import type { JsonObject } from "#features/device";

/** A short name for lists: by the number of the bogie, else of the form. */
export function useBogieTitle(): (content: JsonObject) => string {
  const { t } = useLingui();
  return ({ bogieDetails, formNumber }) => {
    const number = String((bogieDetails as JsonObject | undefined)?.bogieNo ?? formNumber ?? "");
    return number ? t`Bogie ${number}` : t`Bogie, no number yet`;
  };
}
