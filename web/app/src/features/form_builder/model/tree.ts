import { type Field, freshKey } from "./field.ts";
import { freeName } from "./names.ts";

const deepest = 4; // groups within groups, as the API takes them

/** A field and where it stands. */
export interface Placed {
  field: Field;
  /** `axles.load`. */
  path: string;
  /** The groups around it, the outermost first. */
  around: Field[];
  /** Among its neighbours. */
  index: number;
  neighbours: readonly Field[];
}

/** All fields in the order in which they are filled in, a group before its own. */
export function walked(fields: readonly Field[], around: Field[] = []): Placed[] {
  const prefix = around.map(({ name }) => `${name}.`).join("");
  return fields.flatMap((field, index) => [{ field, path: prefix + field.name, around, index, neighbours: fields }, ...walked(field.fields, [...around, field])]);
}

export const placeOf = (fields: readonly Field[], key: string | undefined): Placed | undefined => walked(fields).find(({ field }) => field.key === key);
export const placeAt = (fields: readonly Field[], path: string | undefined): Placed | undefined => walked(fields).find((place) => place.path === path);

/** The same fields with one of them changed; what did not change is shared. */
export function withField(fields: Field[], key: string, change: (field: Field) => Field): Field[] {
  let found = false;
  const made = fields.map((field) => {
    const next = field.key === key ? change(field) : field.fields.length > 0 ? within(field, withField(field.fields, key, change)) : field;
    found ||= next !== field;
    return next;
  });
  return found ? made : fields;
}

const within = (group: Field, fields: Field[]): Field => (fields === group.fields ? group : { ...group, fields });

export function withoutField(fields: Field[], key: string): Field[] {
  const rest = fields.filter((field) => field.key !== key);
  if (rest.length < fields.length) return rest;
  return fields.map((field) => within(field, field.fields.length > 0 ? withoutField(field.fields, key) : field.fields));
}

/** Where a field is put, seen from another; `end`: of the form. */
export type Spot = { beside: string; side: "before" | "after" | "inside" } | "end";

const namesOf = (fields: readonly Field[]) => new Set(fields.map(({ name }) => name));
const named = (field: Field, neighbours: readonly Field[]): Field => {
  const name = freeName(field.name, namesOf(neighbours));
  return name === field.name ? field : { ...field, name };
};

/** Puts a field there, with a name that is free among its neighbours. */
export function withFieldAt(fields: Field[], field: Field, spot: Spot): Field[] {
  if (spot === "end") return [...fields, named(field, fields)];
  const at = fields.findIndex(({ key }) => key === spot.beside);
  const target = fields[at];
  if (!target) return fields.map((other) => within(other, other.fields.length > 0 ? withFieldAt(other.fields, field, spot) : other.fields));
  if (spot.side === "inside") return fields.map((other) => (other === target ? { ...target, fields: [...target.fields, named(field, target.fields)] } : other));
  const place = at + (spot.side === "after" ? 1 : 0);
  return [...fields.slice(0, place), named(field, fields), ...fields.slice(place)];
}

/** How many groups are in it, itself included. */
const depthOf = (field: Field): number => (field.field_type === "group" ? 1 + Math.max(0, ...field.fields.map(depthOf)) : 0);

/** Whether a field may be put there: a group takes not itself, nor more levels than there are. */
export function fits(fields: readonly Field[], field: Field, spot: Spot): boolean {
  if (spot === "end") return true;
  const target = placeOf(fields, spot.beside);
  if (!target) return false;
  const around = spot.side === "inside" ? [...target.around, target.field] : target.around;
  if (spot.side === "inside" && target.field.field_type !== "group") return false;
  const itself = spot.beside === field.key || around.some(({ key }) => key === field.key);
  return !itself && around.length + depthOf(field) <= deepest;
}

/** Moves a field; the same fields where that cannot be. */
export function moved(fields: Field[], key: string, spot: Spot): Field[] {
  const place = placeOf(fields, key);
  return place && fits(fields, place.field, spot) ? withFieldAt(withoutField(fields, key), place.field, spot) : fields;
}

export type Direction = "up" | "down" | "in" | "out";

/** Where a step leads: up and down among its neighbours, into the group before it, out of its group; undefined: nowhere. */
export function stepOf(fields: readonly Field[], key: string, direction: Direction): Spot | undefined {
  const place = placeOf(fields, key);
  if (!place) return undefined;
  const [before, after, group] = [place.neighbours[place.index - 1], place.neighbours[place.index + 1], place.around.at(-1)];
  const spots: Record<Direction, Spot | undefined> = {
    up: before && { beside: before.key, side: "before" },
    down: after && { beside: after.key, side: "after" },
    in: before && { beside: before.key, side: "inside" },
    out: group && { beside: group.key, side: "after" },
  };
  const spot = spots[direction];
  return spot && fits(fields, place.field, spot) ? spot : undefined;
}

/** A copy with keys of its own. */
export const copyOf = (field: Field): Field => ({ ...field, key: freshKey(), fields: field.fields.map(copyOf) });

/** Which field to look at when this one is gone: the next, else the one before, else its group. */
export function neighbourOf(fields: readonly Field[], key: string): string | undefined {
  const place = placeOf(fields, key);
  return (place?.neighbours[place.index + 1] ?? place?.neighbours[place.index - 1] ?? place?.around.at(-1))?.key;
}

/** Where a new field may come, seen from the chosen one; the first is the usual. */
export function spotsFrom(fields: readonly Field[], key: string | undefined): { spot: Spot; field: Field | undefined }[] {
  const place = placeOf(fields, key);
  const end = { spot: "end" as const, field: undefined };
  if (!place) return [end];
  const after = (field: Field) => ({ spot: { beside: field.key, side: "after" as const }, field });
  const inside = place.field.field_type === "group" ? [{ spot: { beside: place.field.key, side: "inside" as const }, field: place.field }] : [];
  const last = fields.at(-1)?.key;
  return [...inside, after(place.field), ...[...place.around].reverse().map(after), ...(place.around[0]?.key === last || place.field.key === last ? [] : [end])];
}
