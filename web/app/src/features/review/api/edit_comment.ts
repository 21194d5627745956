import { api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";

export const editComment = (kind: Kind, id: number, comment: { id: number; version: number }, text: string) =>
  given(
    api.PUT("/api/reviews/{kind}/{id}/comments/{comment}", {
      params: { path: { kind, id, comment: comment.id }, header: { "If-Match": `"v${comment.version}"` } },
      body: { text },
    }),
  );
