import { api, given } from "#kit/api.ts";

export const endSessionsOf = (id: number) => given(api.DELETE("/api/users/users/{id}/sessions", { params: { path: { id } } }));
