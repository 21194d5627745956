import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

import { type ReviewSearch, filtersOf } from "../search.ts";

export const countsKey = ["reviews", "counts"];

/** How much waits, by the values of each filter. */
export function useQueueCounts(search: ReviewSearch) {
  const query = filtersOf(search);
  return useQuery({
    queryKey: [...countsKey, query],
    queryFn: ({ signal }) => given(api.GET("/api/reviews/counts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
