import { api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";

/** `assignee`: id, employee id or phone number; undefined: nobody. */
export const assign = async (kind: Kind, id: number, assignee: string | undefined) =>
  (await given(api.POST("/api/reviews/{kind}/{id}/assign", { params: { path: { kind, id } }, body: assignee ? { assignee } : {} }))).data;
