import { api, given } from "#kit/api.ts";

export const deactivateForm = (id: number) => given(api.DELETE("/api/forms/{id}", { params: { path: { id } } }));
