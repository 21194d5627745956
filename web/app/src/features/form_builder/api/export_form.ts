import { api, given } from "#kit/api.ts";

export const exportForm = (id: number) => given(api.GET("/api/forms/{id}/export", { params: { path: { id } } }));
