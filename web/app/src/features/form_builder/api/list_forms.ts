import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

import type { FormsSearch } from "../search.ts";

export type ListedForm = components["schemas"]["Form"];

export const formsKey = ["forms", "list"];
const perPage = 50;

export function formsQuery({ title, type, active, sort = "-created_at" }: FormsSearch) {
  const query = { sort, per_page: perPage, ...(title ? { title } : {}), ...(type ? { form_type: type } : {}), ...(active === "all" ? {} : { is_active: active !== "no" }) };
  return infiniteQueryOptions({
    queryKey: [...formsKey, query],
    queryFn: ({ pageParam, signal }) => given(api.GET("/api/forms", { params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
