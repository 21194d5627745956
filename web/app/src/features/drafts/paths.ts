import type { Json, JsonObject } from "#features/device";

/** `fields.axles[0].load`, as the API writes paths, in its parts. */
export function partsOf(path: string): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}

export function valueAt(content: Json | undefined, path: string): Json | undefined {
  let here = content;
  for (const part of partsOf(path)) {
    if (here === null || typeof here !== "object") return undefined;
    here = (here as Record<string | number, Json | undefined>)[part];
  }
  return here;
}

/** A copy of `content` with this value there; undefined takes the member or element away. What is not on the path is shared. */
export function withValueAt(content: JsonObject, path: string, value: Json | undefined): JsonObject {
  return placed(content, partsOf(path), value) as JsonObject;
}

function placed(here: Json | undefined, parts: (string | number)[], value: Json | undefined): Json | undefined {
  const [first, ...rest] = parts;
  if (first === undefined) return value;
  const known = here !== null && typeof here === "object" ? (here as Record<string | number, Json | undefined>)[first] : undefined;
  const below = placed(known, rest, value);
  if (typeof first === "number") {
    const list: Json[] = Array.isArray(here) ? [...here] : [];
    if (below === undefined) list.splice(first, 1);
    else list[first] = below;
    for (let place = 0; place < list.length; ++place) list[place] ??= null;
    return list;
  }
  const object: JsonObject = here !== null && typeof here === "object" && !Array.isArray(here) ? { ...here } : {};
  if (below === undefined) delete object[first];
  else object[first] = below;
  return object;
}
