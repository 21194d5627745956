import type { components } from "#kit/api.ts";

type Schemas = components["schemas"];

export const levels = ["zone", "division", "depot"] as const;
export type Level = (typeof levels)[number];

/** A zone, a division or a depot. */
export interface Place {
  id: number;
  code: string;
  name: string;
  /** Of a division its zone, of a depot its division. */
  parent: number | null;
}

export type PlaceForm = Pick<Place, "code" | "name" | "parent">;

export interface Branch extends Place {
  level: Level;
  below: Branch[];
}

export const levelBelow = (level: Level): Level | undefined => levels[levels.indexOf(level) + 1];

/** What the API calls the parent of a place, in its problems too. */
export const parentMember = { zone: "", division: "zone_id", depot: "division_id" } as const;

/** The places below each other, in the order of the lists. */
export function treeOf(zones: readonly Schemas["Zone"][], divisions: readonly Schemas["Division"][], depots: readonly Schemas["Depot"][]): Branch[] {
  const depotsOf = (division: number): Branch[] =>
    depots.filter((depot) => depot.division_id === division).map(({ id, code, name }) => ({ id, code, name, parent: division, level: "depot", below: [] }));
  const divisionsOf = (zone: number): Branch[] =>
    divisions
      .filter((division) => division.zone_id === zone)
      .map(({ id, code, name }) => ({ id, code, name, parent: zone, level: "division", below: depotsOf(id) }));
  return zones.map(({ id, code, name }) => ({ id, code, name, parent: null, level: "zone", below: divisionsOf(id) }));
}

/** The branches with this in a name or code: with everything that is below them, and what is above. */
export function found(tree: readonly Branch[], sought: string): Branch[] {
  const part = sought.trim().toLocaleLowerCase();
  if (!part) return [...tree];
  return tree.flatMap((branch) => {
    if (`${branch.code} ${branch.name}`.toLocaleLowerCase().includes(part)) return [branch];
    const below = found(branch.below, part);
    return below.length > 0 ? [{ ...branch, below }] : [];
  });
}

export const count = (tree: readonly Branch[], level: Level): number =>
  tree.reduce((sum, branch) => sum + (branch.level === level ? 1 : 0) + count(branch.below, level), 0);
