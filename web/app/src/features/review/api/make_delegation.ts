import { type components, api, given } from "#kit/api.ts";

export const makeDelegation = (body: components["schemas"]["NewDelegation"]) => given(api.POST("/api/reviews/delegations", { body }));
