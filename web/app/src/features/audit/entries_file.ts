import { csvOf } from "#kit/csv.ts";

import type { Entry } from "./api/list_entries.ts";
import { textOf } from "./entry_lines.ts";

const heads = ["id", "occurred_at", "actor_id", "actor_name", "action", "entity_type", "entity_id", "entity_version", "address", "request_id", "seal", "before", "after"] as const;

/** Entries as a file, with the API's names. */
export const entriesFile = (entries: readonly Entry[]): string => csvOf([heads, ...entries.map((entry) => heads.map((name) => textOf(entry[name])))]);
