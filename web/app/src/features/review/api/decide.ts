import { type components, api, given } from "#kit/api.ts";

import type { Kind } from "../kinds.ts";

export type Step = "review" | "approve" | "reject" | "reopen";
export type Words = Omit<components["schemas"]["NewRejection"], "version">;

/** Takes a step on the version that was seen: where the record has another one by now, it is refused (412). */
export async function decide(step: Step, { kind, id, version }: { kind: Kind; id: number; version: number }, { note, reason, pins }: Words) {
  const params = { path: { kind, id }, header: { "If-Match": `"v${version}"` } };
  const body = note ? { note } : {};
  const steps = {
    review: () => api.POST("/api/reviews/{kind}/{id}/review", { params, body }),
    approve: () => api.POST("/api/reviews/{kind}/{id}/approve", { params, body }),
    reopen: () => api.POST("/api/reviews/{kind}/{id}/reopen", { params, body }),
    reject: () => api.POST("/api/reviews/{kind}/{id}/reject", { params, body: { ...body, ...(reason ? { reason } : {}), ...(pins ? { pins } : {}) } }),
  };
  return (await given(steps[step]())).data;
}
