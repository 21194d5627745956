import { useLingui } from "@lingui/react/macro";

import type { JsonObject } from "#features/device";

/** A short name for lists: by the number of the wheel, else of the form. */
export function useWheelTitle(): (content: JsonObject) => string {
  const { t } = useLingui();
  return ({ wheelNo, formNumber }) => {
    const number = String(wheelNo ?? formNumber ?? "");
    return number ? t`Wheel ${number}` : t`Wheel, no number yet`;
  };
}
