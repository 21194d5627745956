import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

/** The rules of the review. A version never changes. */
export const useWorkflows = () =>
  useQuery({ queryKey: ["workflows"], queryFn: () => given(api.GET("/api/reviews/workflows")), staleTime: 60 * 60_000 });
