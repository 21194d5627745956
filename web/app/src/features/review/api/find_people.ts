import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

/** The first people who have this in their name or numbers. `staffOnly`: only those who can review. */
export const usePeopleFound = (sought: string, staffOnly: boolean) =>
  useQuery({
    queryKey: ["people", "found", sought, staffOnly],
    queryFn: ({ signal }) =>
      given(api.GET("/api/users/users", { params: { query: { search: sought, is_active: true, per_page: 6, ...(staffOnly ? { is_staff: true } : {}) } }, signal })),
    enabled: sought.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
