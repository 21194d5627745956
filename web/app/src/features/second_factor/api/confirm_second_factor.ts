import { type components, api, given } from "#kit/api.ts";

export const confirmSecondFactor = (body: components["schemas"]["SecondFactorConfirmation"]) => given(api.POST("/api/users/second-factor/confirm", { body }));
