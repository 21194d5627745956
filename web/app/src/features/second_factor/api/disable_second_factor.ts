import { type components, api, given } from "#kit/api.ts";

export const disableSecondFactor = (body: components["schemas"]["SecondFactorProof"]) => given(api.POST("/api/users/second-factor/disable", { body }));
