import { type components, api, given } from "#kit/api.ts";

export const createPerson = (body: components["schemas"]["UserDetails"]) => given(api.POST("/api/users/users", { body }));
