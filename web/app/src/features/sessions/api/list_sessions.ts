import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const sessionsKey = ["sessions"];
export const useSessions = () =>
  useQuery({ queryKey: sessionsKey, queryFn: () => given(api.GET("/api/users/sessions", { params: { query: { per_page: 100 } } })) });
