import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const sessionsOfKey = (id: number) => ["people", "sessions", id];
export const useSessionsOf = (id: number) =>
  useQuery({ queryKey: sessionsOfKey(id), queryFn: () => given(api.GET("/api/users/users/{id}/sessions", { params: { path: { id }, query: { per_page: 100 } } })) });
