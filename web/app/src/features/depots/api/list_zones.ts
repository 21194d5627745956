import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const zonesKey = ["zones"];
export const useZones = () => useQuery({ queryKey: zonesKey, queryFn: () => given(api.GET("/api/depots/zones")), staleTime: 10 * 60_000 });
