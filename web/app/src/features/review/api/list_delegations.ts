import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const delegationsKey = ["delegations"];
export const useDelegations = () => useQuery({ queryKey: delegationsKey, queryFn: () => given(api.GET("/api/reviews/delegations")) });
