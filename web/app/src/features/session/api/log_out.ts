import { api, given } from "#kit/api.ts";

export const logOut = () => given(api.POST("/api/users/logout"));
