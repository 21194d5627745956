import { api, given } from "#kit/api.ts";

export const exportXlsForm = (id: number): Promise<Blob> => given(api.GET("/api/forms/{id}/export/xlsform", { params: { path: { id } }, parseAs: "blob" }));
