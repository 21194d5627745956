import { type components, api, given } from "#kit/api.ts";

export const replaceRecoveryCodes = (body: components["schemas"]["SecondFactorProof"]) => given(api.POST("/api/users/second-factor/recovery-codes", { body }));
