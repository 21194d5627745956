import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const depotsKey = ["depots"];

/** Depots do not change from day to day. */
export const useDepots = () => useQuery({ queryKey: depotsKey, queryFn: () => given(api.GET("/api/depots")), staleTime: 10 * 60_000 });

/** A depot's name by its id; undefined until it is known. */
export function useDepotNames(): (id: number | null | undefined) => string | undefined {
  const depots = useDepots().data?.data;
  return (id) => depots?.find((depot) => depot.id === id)?.name;
}
