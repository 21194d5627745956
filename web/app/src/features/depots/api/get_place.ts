import { api, givenWithTag } from "#kit/api.ts";

import type { Level, Place } from "../place.ts";

const path = (id: number) => ({ params: { path: { id } } });

/** One zone, division or depot, with its version for a change. */
export async function getPlace(level: Level, id: number): Promise<Place & { etag: string }> {
  if (level === "zone") return { parent: null, ...(await givenWithTag(api.GET("/api/depots/zones/{id}", path(id)))) };
  if (level === "division") {
    const { zone_id: parent, ...rest } = await givenWithTag(api.GET("/api/depots/divisions/{id}", path(id)));
    return { ...rest, parent };
  }
  const { division_id: parent, ...rest } = await givenWithTag(api.GET("/api/depots/{id}", path(id)));
  return { ...rest, parent };
}
