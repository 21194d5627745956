import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

/** The first people who have this in their name or numbers. */
export const usePeopleFound = (sought: string) =>
  useQuery({
    queryKey: ["people", "found", sought],
    queryFn: ({ signal }) => given(api.GET("/api/users/users", { params: { query: { search: sought, is_active: true, per_page: 6 } }, signal })),
    enabled: sought.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
