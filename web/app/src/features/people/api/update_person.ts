import { type components, api, givenWithTag } from "#kit/api.ts";

/** `etag`: of the person that the changes were made to; where the server has a newer one, it refuses them (412). */
export const updatePerson = (id: number, body: components["schemas"]["UserDetailsChanges"], etag: string) =>
  givenWithTag(api.PATCH("/api/users/users/{id}", { body, params: { path: { id }, header: { "If-Match": etag } } }));
