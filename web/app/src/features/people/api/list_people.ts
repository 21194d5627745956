import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";
import { present } from "#kit/address.ts";

import { type PeopleSearch, filtersOf } from "../search.ts";

export type Person = components["schemas"]["Profile"];

export const peopleKey = ["people"];

/** People page by page, as far as the caller may see them. */
export function usePeople(search: PeopleSearch) {
  const query = { ...filtersOf(search), ...present({ sort: search.sort }) };
  return useInfiniteQuery({
    queryKey: [...peopleKey, "list", query],
    queryFn: ({ pageParam, signal }) => given(api.GET("/api/users/users", { params: { query: { ...query, per_page: 50, ...present({ cursor: pageParam }) } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
