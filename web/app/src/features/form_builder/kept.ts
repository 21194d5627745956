import type { Kept } from "./model/open_form.ts";

const nameOf = (person: number, form: number) => `kpa.form_builder.${person}.${form}`;

/** Keeps what the server did not take yet, for a page that is closed before; undefined: it has everything. */
export function keepUnsaved(person: number, form: number, kept: Kept | undefined): void {
  try {
    if (kept) localStorage.setItem(nameOf(person, form), JSON.stringify(kept));
    else localStorage.removeItem(nameOf(person, form));
  } catch {
    // storage is full or switched off: then it is only on this page, which says what is saved
  }
}

export function recallUnsaved(person: number, form: number): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(person, form)) ?? "null") as Kept | null;
    return kept && typeof kept.etag === "string" && Array.isArray(kept.draft?.fields) && Array.isArray(kept.base?.fields) ? kept : undefined;
  } catch {
    return undefined;
  }
}
