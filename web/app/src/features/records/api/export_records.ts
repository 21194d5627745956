import type { Kind } from "#features/review";
import { Failure, api, given } from "#kit/api.ts";

import { queryOf } from "../queries.ts";
import type { RecordsSearch } from "../search.ts";

export type Format = "csv" | "xlsx";

/** Begins an export with the filters of the list; gives the file as it comes. Submissions are exported by their form. */
export async function exportRecords(kind: Kind, search: RecordsSearch, format: Format, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const how = { parseAs: "stream", signal } as const;
  const askers: Record<Kind, () => Promise<unknown>> = {
    "wheel-specifications": () => given(api.GET("/api/forms/wheel-specifications/export", { params: { query: { ...queryOf["wheel-specifications"](search), format } }, ...how })),
    "bogie-checksheets": () => given(api.GET("/api/forms/bogie-checksheets/export", { params: { query: { ...queryOf["bogie-checksheets"](search), format } }, ...how })),
    submissions: () => given(api.GET("/api/forms/{id}/submissions/export", { params: { path: { id: search.form ?? 0 }, query: { ...queryOf.submissions(search), format } }, ...how })),
  };
  const stream = await askers[kind]();
  if (!(stream instanceof ReadableStream)) throw new Failure(0);
  return stream;
}
