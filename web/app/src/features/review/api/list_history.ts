import { queryOptions } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";
import { reviewKey } from "./get_review.ts";

const readers = {
  "wheel-specifications": "/api/forms/wheel-specifications/{id}/history",
  "bogie-checksheets": "/api/forms/bogie-checksheets/{id}/history",
  submissions: "/api/forms/submissions/{id}/history",
} as const;

/** The last hundred events, the newest first: more than any form has. */
export const historyQuery = (kind: Kind, id: number) =>
  queryOptions({
    queryKey: [...reviewKey(kind, id), "history"],
    queryFn: ({ signal }) => given(api.GET(readers[kind], { params: { path: { id }, query: { sort: "-id", per_page: 100 } }, signal })),
    staleTime: 30_000,
  });
