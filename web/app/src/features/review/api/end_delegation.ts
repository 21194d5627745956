import { api, given } from "#kit/api.ts";

export const endDelegation = ({ id, version }: { id: number; version: number }) =>
  given(api.DELETE("/api/reviews/delegations/{id}", { params: { path: { id }, header: { "If-Match": `"v${version}"` } } }));
