import type { components } from "#kit/api.ts";

import { leavesOf, textOf } from "./leaves.ts";

type HistoryEntry = components["schemas"]["HistoryEntry"];

export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** Members that say how a record came about, not what is in it. */
const aside = new Set(["deviceTimes"]);
const isContent = ({ action }: HistoryEntry) => action === "created" || action === "updated";
const oldestFirst = (entries: readonly HistoryEntry[]) => [...entries].sort((one, other) => one.id - other.id);

function contentOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !aside.has(name)));
}

/** In which fields two contents differ. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const was = new Map(leavesOf(contentOf(before)).map(({ path, value }) => [path, value]));
  const is = new Map(leavesOf(contentOf(after)).map(({ path, value }) => [path, value]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => textOf(was.get(path)) !== textOf(is.get(path)))
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }));
}

/** What an event changed of what is filled in. */
export const changesOf = (entry: HistoryEntry): Change[] => (entry.before && isContent(entry) ? changesBetween(entry.before, entry.after) : []);

/** What was changed after a version: from the content that it had to the present one. Empty where the history does not go so far back. */
export function changesSince(entries: readonly HistoryEntry[], version: number): Change[] {
  const contents = oldestFirst(entries).filter((entry) => isContent(entry) && entry.after);
  const seen = contents.filter((entry) => entry.version <= version).at(-1);
  const last = contents.at(-1);
  return seen && last && last !== seen ? changesBetween(seen.after, last.after) : [];
}

/** What was done after a version, the oldest first. */
export const eventsSince = (entries: readonly HistoryEntry[], version: number): HistoryEntry[] =>
  oldestFirst(entries).filter((entry) => entry.version > version && !isContent(entry));
