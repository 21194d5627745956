import { type components, api, given } from "#kit/api.ts";

export const startSecondFactor = (body: components["schemas"]["CurrentPassword"]) => given(api.POST("/api/users/second-factor", { body }));
