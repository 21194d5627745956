import { type components, api, given, inCookies } from "#kit/api.ts";

export const verifyLoginCode = (body: components["schemas"]["CodeLogin"]) => given(api.POST("/api/users/login/code/verify", { ...inCookies, body }));
