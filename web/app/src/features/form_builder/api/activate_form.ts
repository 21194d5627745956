import { api, given } from "#kit/api.ts";

export const activateForm = (id: number) => given(api.PATCH("/api/forms/{id}", { body: { is_active: true }, params: { path: { id } } }));
