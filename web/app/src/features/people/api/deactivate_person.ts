import { api, given } from "#kit/api.ts";

export const deactivatePerson = (id: number) => given(api.DELETE("/api/users/users/{id}", { params: { path: { id } } }));
