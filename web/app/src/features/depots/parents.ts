import { useDivisions } from "./api/list_divisions.ts";
import { useZones } from "./api/list_zones.ts";
import type { Level } from "./place.ts";

/** Where something of this level can belong. */
export function useParents(level: Level): { id: number; name: string }[] {
  const zones = useZones().data?.data ?? [];
  const divisions = useDivisions().data?.data ?? [];
  return level === "zone" ? [] : level === "division" ? zones : divisions;
}
