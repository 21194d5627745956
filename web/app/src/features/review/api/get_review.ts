import { queryOptions } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";

export type Review = components["schemas"]["Review"];

export const reviewKey = (kind: Kind, id: number) => ["reviews", kind, id];

export const reviewQuery = (kind: Kind, id: number) =>
  queryOptions({
    queryKey: [...reviewKey(kind, id), "review"],
    queryFn: async ({ signal }) => (await given(api.GET("/api/reviews/{kind}/{id}", { params: { path: { kind, id } }, signal }))).data,
    staleTime: 30_000,
  });
