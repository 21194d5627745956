import { useQuery } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

export type Import = components["schemas"]["UserImport"];

const hasEnded = (one: Import | undefined) => one !== undefined && one.status !== "waiting" && one.status !== "running";

/** Asked for every second until it has ended. */
export const useImport = (id: number) =>
  useQuery({
    queryKey: ["people", "imports", id],
    queryFn: () => given(api.GET("/api/users/imports/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => (hasEnded(state.data) ? false : 1000),
    staleTime: ({ state }) => (hasEnded(state.data) ? Number.POSITIVE_INFINITY : 0),
  });
