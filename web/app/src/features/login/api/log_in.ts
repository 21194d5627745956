import { type components, api, given, inCookies } from "#kit/api.ts";

export const logIn = (body: components["schemas"]["Login"]) => given(api.POST("/api/users/login", { ...inCookies, body }));
