import { type components, api, given } from "#kit/api.ts";

export const changePassword = (body: components["schemas"]["PasswordChange"]) => given(api.POST("/api/users/change-password", { body }));
