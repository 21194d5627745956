import { api, given } from "#kit/api.ts";

export const offerPasswordReset = (id: number, method: "sms" | "link") =>
  given(api.POST("/api/users/users/{id}/reset-password", { params: { path: { id } }, body: { method } }));
