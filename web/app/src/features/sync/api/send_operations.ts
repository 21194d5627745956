import { type components, api, given } from "#kit/api.ts";

export type Batch = components["schemas"]["SyncBatch"];
export type Verdict = components["schemas"]["SyncVerdict"];

export const sendOperations = async (batch: Batch): Promise<Verdict[]> => (await given(api.POST("/api/sync", { body: batch }))).data.verdicts;
