import { type components, api, given } from "#kit/api.ts";

export type Trial = components["schemas"]["FormTrial"];

export const tryForm = (id: number): Promise<Trial> => given(api.POST("/api/forms/{id}/try", { params: { path: { id } } })).then(({ data }) => data);
