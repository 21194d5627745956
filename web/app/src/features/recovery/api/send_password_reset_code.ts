import { type components, api, given } from "#kit/api.ts";

export const sendPasswordResetCode = (body: components["schemas"]["CodeRequest"]) => given(api.POST("/api/users/password-reset", { body }));
