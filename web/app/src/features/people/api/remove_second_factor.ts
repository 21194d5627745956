import { api, given } from "#kit/api.ts";

export const removeSecondFactor = (id: number) => given(api.DELETE("/api/users/users/{id}/second-factor", { params: { path: { id } } }));
