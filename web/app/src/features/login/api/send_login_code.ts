import { type components, api, given } from "#kit/api.ts";

export const sendLoginCode = (body: components["schemas"]["CodeRequest"]) => given(api.POST("/api/users/login/code", { body }));
