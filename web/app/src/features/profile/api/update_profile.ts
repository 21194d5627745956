import { type components, api, givenWithTag } from "#kit/api.ts";

/** `etag`: of the profile that the changes were made to; where the server has a newer one, it refuses them (412). */
export const updateProfile = (body: components["schemas"]["PersonalDetailsChanges"], etag: string) =>
  givenWithTag(api.PATCH("/api/users/profile", { body, params: { header: { "If-Match": etag } } }));
