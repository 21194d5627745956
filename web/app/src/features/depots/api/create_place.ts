import { api, given } from "#kit/api.ts";

import type { Level, PlaceForm } from "../place.ts";

export async function createPlace(level: Level, { code, name, parent }: PlaceForm): Promise<void> {
  const names = { code, name };
  if (level === "zone") await given(api.POST("/api/depots/zones", { body: names }));
  else if (level === "division") await given(api.POST("/api/depots/divisions", { body: { ...names, zone_id: parent ?? 0 } }));
  else await given(api.POST("/api/depots", { body: { ...names, division_id: parent ?? 0 } }));
}
