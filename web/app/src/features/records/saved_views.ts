import { type Kind, isKind } from "#features/review";

import { type RecordsSearch, validateRecordsSearch } from "./search.ts";

/** A list with its filters, under a name. */
export interface SavedView {
  name: string;
  kind: Kind;
  search: RecordsSearch;
}

/** What of the kept views makes sense. */
export function viewsOf(kept: unknown): SavedView[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one: unknown) => {
    const { name, kind, search } = (one ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || !name || !isKind(kind) || typeof search !== "object" || search === null) return [];
    return [{ name, kind, search: validateRecordsSearch(search as Record<string, unknown>) }];
  });
}

/** With a view more; one of the same name is replaced. */
export const withView = (views: readonly SavedView[], view: SavedView): SavedView[] =>
  [...views.filter(({ name }) => name !== view.name), view].sort((one, other) => one.name.localeCompare(other.name));

/** Whether the list that is shown is this one. */
export function isShown({ kind, search }: SavedView, shownKind: Kind, shown: RecordsSearch): boolean {
  const plain = (members: RecordsSearch) => JSON.stringify(Object.entries(members).sort(([one], [other]) => one.localeCompare(other)));
  return kind === shownKind && plain(search) === plain(shown);
}
