import { api, given } from "#kit/api.ts";

export const endSession = (id: number) => given(api.DELETE("/api/users/sessions/{id}", { params: { path: { id } } }));
