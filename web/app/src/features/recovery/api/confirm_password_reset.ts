import { type components, api, given } from "#kit/api.ts";

export const confirmPasswordReset = (body: components["schemas"]["PasswordReset"]) =>
  given(api.POST("/api/users/password-reset/confirm", { body }));
