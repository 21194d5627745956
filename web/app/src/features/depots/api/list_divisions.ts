import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const divisionsKey = ["divisions"];
export const useDivisions = () => useQuery({ queryKey: divisionsKey, queryFn: () => given(api.GET("/api/depots/divisions")), staleTime: 10 * 60_000 });
