import { api, given } from "#kit/api.ts";

/** `etag`: of the draft that was looked at, which is also the name of this attempt: a draft is published once. */
export const publishForm = (id: number, etag: string) =>
  given(api.POST("/api/forms/{id}/publish", { params: { path: { id }, header: { "If-Match": etag, "Idempotency-Key": `publish-${id}-${etag.replaceAll('"', "")}` } } }));
