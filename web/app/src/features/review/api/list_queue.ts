import { type InfiniteData, type QueryClient, infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

import { type ReviewSearch, filtersOf, given as known, keyOf } from "../search.ts";

export type WaitingRecord = components["schemas"]["WaitingRecord"];
type QueuePage = components["schemas"]["WaitingRecordPage"];

export const queueKey = ["reviews", "queue"];
const perPage = 50;

/** What waits for a decision, the longest first. */
export function queueQuery(search: ReviewSearch) {
  const query = { ...filtersOf(search), ...known({ sort: search.sort }) };
  return infiniteQueryOptions({
    queryKey: [...queueKey, query],
    queryFn: ({ pageParam, signal }) =>
      given(api.GET("/api/reviews", { params: { query: { ...query, per_page: perPage, ...known({ cursor: pageParam }) } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

type Pages = InfiniteData<QueuePage, string | undefined>;

/** Writes into all lists that are kept where records are now; undefined for those that wait no more. */
export function keepInQueue(client: QueryClient, changes: ReadonlyMap<string, Partial<WaitingRecord> | undefined>): void {
  // What is being read may be from before.
  void client.cancelQueries({ queryKey: queueKey });
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: queueKey })) {
    const { status } = (queryKey[2] ?? {}) as { status?: string };
    const kept = (record: WaitingRecord): WaitingRecord[] => {
      const key = keyOf(record);
      if (!changes.has(key)) return [record];
      const change = changes.get(key);
      const now = { ...record, ...change };
      return change && (status === undefined || status === now.status) ? [now] : [];
    };
    client.setQueryData<Pages>(queryKey, (all) => all && { ...all, pages: all.pages.map((page) => ({ ...page, data: page.data.flatMap(kept) })) });
  }
}
