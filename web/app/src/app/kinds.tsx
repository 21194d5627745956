import { useLingui } from "@lingui/react/macro";

import type { Draft, JsonObject, Kind } from "#features/device";

/** What the kinds of record are called, and each of their records. */
export function useNames(): { kind: (kind: string) => string; record: (kind: string, content: JsonObject, form?: string) => string } {
  const { t } = useLingui();
  const kinds: Record<Kind, string> = {
    "wheel-specifications": t`Wheel specification`,
    "bogie-checksheets": t`Bogie checksheet`,
    submissions: t`Form`,
  };
  const nameOf = (kind: string) => kinds[kind as Kind] ?? kind;
  const numberOf: Record<Kind, (content: JsonObject) => unknown> = {
    "wheel-specifications": ({ wheelNo, formNumber }) => wheelNo ?? formNumber,
    "bogie-checksheets": ({ bogieDetails, formNumber }) => (bogieDetails as JsonObject | undefined)?.bogieNo ?? formNumber,
    submissions: ({ id }) => (id === undefined ? undefined : `#${id}`),
  };
  return {
    kind: nameOf,
    record: (kind, content, form) => [form ?? nameOf(kind), numberOf[kind as Kind]?.(content)].filter(Boolean).join(" "),
  };
}

/** The form's number of what a draft fills in; undefined for the kinds that have no forms of their own. */
export const formOf = (draft: Draft): number | undefined => draft.form?.id;
