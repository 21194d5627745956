import { type components, api, given } from "#kit/api.ts";

export type Changes = components["schemas"]["SyncChanges"];

export const fetchChanges = async (cursor: string | undefined): Promise<Changes> =>
  (await given(api.GET("/api/sync", { params: { query: cursor === undefined ? {} : { cursor } } }))).data;
