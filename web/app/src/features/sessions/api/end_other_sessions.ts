import { api, given } from "#kit/api.ts";

export const endOtherSessions = () => given(api.DELETE("/api/users/sessions"));
