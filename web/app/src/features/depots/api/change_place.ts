import { api, givenWithTag } from "#kit/api.ts";

import type { Level, Place, PlaceForm } from "../place.ts";

/** Renames it, or moves it below another parent. */
export async function changePlace(level: Level, id: number, changes: Partial<PlaceForm>, etag: string): Promise<Place & { etag: string }> {
  const { parent, ...names } = changes;
  const params = { path: { id }, header: { "If-Match": etag } };
  if (level === "zone") return { parent: null, ...(await givenWithTag(api.PATCH("/api/depots/zones/{id}", { body: names, params }))) };
  if (level === "division") {
    const body = { ...names, ...(parent ? { zone_id: parent } : {}) };
    const changed = await givenWithTag(api.PATCH("/api/depots/divisions/{id}", { body, params }));
    return { ...changed, parent: changed.zone_id };
  }
  const body = { ...names, ...(parent ? { division_id: parent } : {}) };
  const changed = await givenWithTag(api.PATCH("/api/depots/{id}", { body, params }));
  return { ...changed, parent: changed.division_id };
}
