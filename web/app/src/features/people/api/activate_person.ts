import { api, given } from "#kit/api.ts";

export const activatePerson = (id: number) => given(api.POST("/api/users/users/{id}/activate", { params: { path: { id } } }));
