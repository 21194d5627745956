import { useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useSyncExternalStore } from "react";

import type { OpenDraft } from "#features/drafts";
import { type Language, isLanguage } from "#kit/language.ts";

import type { FormVersion } from "./form.ts";
import { FormStore, type ShownField } from "./form_store.ts";

export function useFormStore(open: OpenDraft, version: FormVersion): FormStore {
  const store = useMemo(() => new FormStore(open, version), [open, version]);
  useEffect(() => store.follow(), [store]);
  return store;
}

/** Drawn again only when something of this field changed. */
export const useShown = (store: FormStore, path: string): ShownField =>
  useSyncExternalStore(
    (tell) => store.watch(path, tell),
    () => store.shownAt(path),
  );

/** The app's language; drawn again when another one is chosen. */
export function useLanguage(): Language {
  const { i18n } = useLingui();
  return isLanguage(i18n.locale) ? i18n.locale : "en";
}
