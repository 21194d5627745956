import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

/** The forms that people built, by their titles. */
export const useForms = (wanted: boolean) =>
  useQuery({
    queryKey: ["forms", "titles"],
    queryFn: ({ signal }) => given(api.GET("/api/forms", { params: { query: { per_page: 100, sort: "title" } }, signal })),
    enabled: wanted,
    staleTime: 5 * 60_000,
  });
