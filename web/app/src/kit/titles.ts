/** What something is called, in each language. */
export type Titles = Record<string, string>;

/** The title in a language; in English where it has no other. */
export const titleIn = (titles: Titles, language: string): string => titles[language] ?? titles.en ?? "";
