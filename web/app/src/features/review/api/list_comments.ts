import { queryOptions } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";
import { reviewKey } from "./get_review.ts";

export type Comment = components["schemas"]["Comment"];

/** All comments, the oldest first, page after page. */
export const commentsQuery = (kind: Kind, id: number) =>
  queryOptions({
    queryKey: [...reviewKey(kind, id), "comments"],
    queryFn: async ({ signal }) => {
      const all: Comment[] = [];
      let cursor: string | undefined;
      do {
        const query = { per_page: 100, ...(cursor ? { cursor } : {}) };
        const page = await given(api.GET("/api/reviews/{kind}/{id}/comments", { params: { path: { kind, id }, query }, signal }));
        all.push(...page.data);
        cursor = page.pagination.next_cursor ?? undefined;
      } while (cursor);
      return all;
    },
    staleTime: 30_000,
  });
