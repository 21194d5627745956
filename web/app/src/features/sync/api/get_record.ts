import type { JsonObject, Kind } from "#features/device";
import { api, given } from "#kit/api.ts";

type Read = (id: number) => Promise<{ data: unknown }>;

const reads: Record<Kind, Read> = {
  "wheel-specifications": (id) => given(api.GET("/api/forms/wheel-specifications/{id}", { params: { path: { id } } })),
  "bogie-checksheets": (id) => given(api.GET("/api/forms/bogie-checksheets/{id}", { params: { path: { id } } })),
  submissions: (id) => given(api.GET("/api/forms/submissions/{id}", { params: { path: { id } } })),
};

/** A record as the server has it now. */
export const getRecord = async (kind: Kind, id: number): Promise<JsonObject> => (await reads[kind](id)).data as JsonObject;
