/** A value of a record with its path, as the API writes it: `fields.wheelGauge`, `axles[1].flange_height`. */
export interface Leaf {
  path: string;
  value: unknown;
}

const isPlain = (value: unknown) => typeof value !== "object" || value === null;
/** A measurement as built forms store it: with its parts, and the text as it was written. */
const isMeasurement = (value: object): value is { text: string } => "text" in value && "nominal" in value && typeof value.text === "string";

/** Every value that was filled in; lists of plain values are one. */
export function leavesOf(value: unknown, path = ""): Leaf[] {
  if (value === undefined) return [];
  if (isPlain(value)) return path ? [{ path, value }] : [];
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return [{ path, value }];
    return value.flatMap((one: unknown, place) => leavesOf(one, `${path}[${place}]`));
  }
  const object = value as Record<string, unknown>;
  if (isMeasurement(object)) return [{ path, value: object.text }];
  return Object.entries(object).flatMap(([name, one]) => leavesOf(one, path ? `${path}.${name}` : name));
}

export function valueAt(content: unknown, path: string): unknown {
  let here = content;
  for (const [part] of path.matchAll(/[^.[\]]+/g)) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

/** As one line of text; empty for what is not filled in. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value === "object") return isMeasurement(value) ? value.text : Object.values(value).map(textOf).filter(Boolean).join(", ");
  return String(value);
}

/** Whether a change at one path concerns what is at the other. */
export const touches = (one: string, other: string): boolean =>
  one === other || [".", "["].some((mark) => one.startsWith(other + mark) || other.startsWith(one + mark));
