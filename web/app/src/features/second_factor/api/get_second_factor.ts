import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const secondFactorKey = ["second-factor"];
export const useSecondFactor = () => useQuery({ queryKey: secondFactorKey, queryFn: () => given(api.GET("/api/users/second-factor")) });
