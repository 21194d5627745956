import { useLingui } from "@lingui/react/macro";

import type { Level } from "./place.ts";

/** What the levels are called where something is done with them. */
export function useLevelWords() {
  const { t } = useLingui();
  return {
    add: { zone: t`Add a zone`, division: t`Add a division`, depot: t`Add a depot` } satisfies Record<Level, string>,
    name: { zone: t`Zone`, division: t`Division`, depot: t`Depot` } satisfies Record<Level, string>,
  };
}
