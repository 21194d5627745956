import { useLingui } from "@lingui/react/macro";

import type { Kind } from "./kinds.ts";

export function useKindNames(): Record<Kind, string> {
  const { t } = useLingui();
  return { "wheel-specifications": t`Wheel specification`, "bogie-checksheets": t`Bogie checksheet`, submissions: t`Form` };
}
