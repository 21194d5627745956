import { type components, api, givenWithTag } from "#kit/api.ts";

export const changeSettings = (body: components["schemas"]["SystemSettingsChoicesChanges"], etag: string) =>
  givenWithTag(api.PATCH("/api/settings", { body, params: { header: { "If-Match": etag } } }));
