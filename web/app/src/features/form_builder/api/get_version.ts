import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, given } from "#kit/api.ts";

import type { Definition } from "../model/field.ts";

/** A version never changes. */
export const versionQuery = (id: number, version: number) =>
  queryOptions({
    queryKey: ["forms", id, "versions", version],
    queryFn: async ({ signal }): Promise<Definition> =>
      (await given(api.GET("/api/forms/{id}/versions/{form_version}", { params: { path: { id, form_version: version } }, signal }))).data.definition,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useVersion = (id: number, version: number | undefined) => useQuery({ ...versionQuery(id, version ?? 0), enabled: version !== undefined });
