import { useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

export const versionsKey = (id: number) => ["forms", id, "versions"];
export const useVersions = (id: number) =>
  useQuery({ queryKey: versionsKey(id), queryFn: () => given(api.GET("/api/forms/{id}/versions", { params: { path: { id } } })).then(({ data }) => data) });
