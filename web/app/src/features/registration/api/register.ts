import { type components, api, given, inCookies } from "#kit/api.ts";

export const register = (body: components["schemas"]["Registration"]) => given(api.POST("/api/users/register", { ...inCookies, body }));
