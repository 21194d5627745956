import { i18n } from "@lingui/core";

/** The languages, each by its own name. */
export const languages = { en: "English", hi: "हिन्दी", mr: "मराठी", ta: "தமிழ்", bn: "বাংলা", te: "తెలుగు" } as const;
export type Language = keyof typeof languages;

const remembered = "kpa.language";

export const isLanguage = (code: string | null | undefined): code is Language => !!code && Object.hasOwn(languages, code);

/** The one that was chosen on this device, else the first of the browser's that there is. */
export function preferredLanguage(): Language {
  const kept = readKept();
  if (isLanguage(kept)) return kept;
  const known = navigator.languages.map((tag) => tag.split("-")[0]);
  return known.find(isLanguage) ?? "en";
}

function readKept(): string | null {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null; // storage is switched off
  }
}

export const currentLanguage = (): Language => (isLanguage(i18n.locale) ? i18n.locale : "en");

const catalogues = import.meta.glob<{ messages: Record<string, string> }>("../../../../locales/*/web.po");

/** Loads the language's texts, and shows the app in it. English texts are in the source. */
export async function showIn(language: Language): Promise<void> {
  const load = catalogues[`../../../../locales/${language}/web.po`];
  // Catalogues are compiled by the build. English texts are as they stand in the source, so here we do it.
  if (!load) i18n.setMessagesCompiler((await import("@lingui/message-utils/compileMessage")).compileMessage);
  const messages = load ? (await load()).messages : {};
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

export async function choose(language: Language): Promise<void> {
  try {
    localStorage.setItem(remembered, language);
  } catch {
    // then it lasts until the page is closed
  }
  await showIn(language);
}
