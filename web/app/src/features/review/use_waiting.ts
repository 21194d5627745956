import { useLingui } from "@lingui/react/macro";

import { ageOf } from "./waiting.ts";

export function useWaiting(): (since: string) => string {
  const { i18n } = useLingui();
  return (since) => ageOf(since, Date.now(), i18n.locale);
}
