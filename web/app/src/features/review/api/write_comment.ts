import { type components, api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";

/** `once`: the same for each try, so that a comment whose answer was lost does not stand there twice. */
export const writeComment = (kind: Kind, id: number, body: components["schemas"]["NewComment"], once: string) =>
  given(api.POST("/api/reviews/{kind}/{id}/comment", { params: { path: { kind, id }, header: { "Idempotency-Key": once } }, body }));
