import type { JsonObject } from "#features/device";

import { isGroup } from "./form.ts";
import { type FormParts, type Part, whole } from "./form_parts.ts";
import { isObject, own } from "./settle.ts";

/** Calls `use` for each field that is there, in each row of `answers`, as people see them: row by row. */
export function walk(parts: FormParts, answers: JsonObject, use: (part: Part, path: string, row: JsonObject) => void, group = whole, prefix = ""): void {
  for (const part of parts.inGroup.get(group) ?? []) {
    const path = prefix + part.field.name;
    use(part, path, answers);
    if (!isGroup(part.field)) continue;
    const its = own(answers, part.field.name);
    if (Array.isArray(its)) its.forEach((row, place) => isObject(row) && walk(parts, row, use, part.number, `${path}[${place}].`));
    else if (isObject(its)) walk(parts, its, use, part.number, `${path}.`);
  }
}
