import { useQuery } from "@tanstack/react-query";

import { api, givenWithTag } from "#kit/api.ts";

export const settingsKey = ["settings"];
export const getSettings = () => givenWithTag(api.GET("/api/settings"));
export const useSettings = () => useQuery({ queryKey: settingsKey, queryFn: getSettings });
