import { useLingui } from "@lingui/react/macro";

import type { Name } from "./choices.ts";

interface Words {
  name: string;
  meaning: string;
  on: string;
  off: string;
}

export function useSettingWords(): Record<Name, Words> {
  const { t } = useLingui();
  return {
    registration_open: {
      name: t`Registration`,
      meaning: t`Whether anybody who reaches this server may register. Where administrators enrol everybody, close it.`,
      on: t`Open: anybody may register`,
      off: t`Closed: only administrators create people`,
    },
    require_second_factor_for_staff: {
      name: t`Second factor for staff and superusers`,
      meaning: t`Whether staff and superusers must log in with an authenticator app, too. Whoever has set up none is treated as a regular user until they do.`,
      on: t`Required`,
      off: t`Each decides for themselves`,
    },
  };
}
