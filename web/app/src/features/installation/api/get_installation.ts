import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const useInstallation = () =>
  useQuery({ queryKey: ["installation"], queryFn: () => given(api.GET("/api/installation")), staleTime: 60_000 });
