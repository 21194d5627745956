import { oneOf, present, wholeNumber, words } from "#kit/address.ts";

import { levels } from "./place.ts";

/** What the address of the depots says. */
export interface DepotsSearch {
  /** Part of a name or code. */
  find?: string;
  /** What is being edited: `depot-3`; or where something is being added: `below-division-2`, `new-zone`. */
  open?: string;
}

export function validateDepotsSearch(search: Record<string, unknown>): DepotsSearch {
  return present({ find: words(search.find), open: openOf(words(search.open)) });
}

function openOf(open: string | undefined): string | undefined {
  if (!open || open === "new-zone") return open;
  const [level, id, ...more] = open.replace(/^below-/, "").split("-");
  return oneOf(levels, level) && wholeNumber(id) !== undefined && more.length === 0 ? open : undefined;
}
