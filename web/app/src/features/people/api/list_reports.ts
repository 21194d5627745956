import { useInfiniteQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";
import { present } from "#kit/address.ts";

/** Who reports to somebody directly. */
export const useReports = (id: number) =>
  useInfiniteQuery({
    queryKey: ["people", "reports", id],
    queryFn: ({ pageParam }) => given(api.GET("/api/users/users/{id}/reports", { params: { path: { id }, query: { per_page: 50, ...present({ cursor: pageParam }) } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
  });
