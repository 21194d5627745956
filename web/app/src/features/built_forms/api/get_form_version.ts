import { api, given } from "#kit/api.ts";

export const getFormVersion = (id: number, form_version: number) => given(api.GET("/api/forms/{id}/versions/{form_version}", { params: { path: { id, form_version } } }));
