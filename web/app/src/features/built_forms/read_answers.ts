import type { Json, JsonObject } from "#features/device";
import type { Now } from "#kit/expressions/functions.ts";

import { type Problem, isBlank } from "./answers/answer.ts";
import { rowsProblem } from "./answers/group.ts";
import { isGroup } from "./form.ts";
import { type FormParts, type Part, whole } from "./form_parts.ts";
import { isObject, isSame, own } from "./settle.ts";

/** Where rows are read, the paths of which begin with `prefix`. */
interface Level {
  group: number;
  prefix: string;
}

/**
 * Makes normal answers of what the draft has, and knows what of it cannot be read. What did not change since the last time is not read
 * again: objects of the draft are never changed, only replaced.
 */
export class AnswerReader {
  /** Without what is blank or cannot be read. */
  answers: JsonObject = {};
  /** By path: `axles[0].load`. */
  readonly problems = new Map<string, Problem>();
  #typed: JsonObject = {};
  #now!: Now;
  /** Parts whose normal answers changed; of groups, the number of rows. */
  #changed = new Set<number>();
  #changedPaths = new Set<string>();

  constructor(readonly parts: FormParts) {}

  /** Gives the parts whose normal answers changed, and the paths of which problems may have changed. */
  read(typed: Json | undefined, now: Now): { parts: Set<number>; paths: Set<string> } {
    this.#changed = new Set();
    this.#changedPaths = new Set();
    this.#now = now;
    const row = isObject(typed) ? typed : {};
    this.answers = this.#row(row, this.#typed, this.answers, { group: whole, prefix: "" });
    this.#typed = row;
    return { parts: this.#changed, paths: this.#changedPaths };
  }

  /** What depends on the day is read anew. */
  forget(): void {
    this.#typed = {};
    this.answers = {};
    this.problems.clear();
  }

  #row(typed: JsonObject, before: JsonObject, known: JsonObject, { group, prefix }: Level): JsonObject {
    if (typed === before) return known;
    let made = known;
    for (const part of this.parts.inGroup.get(group) ?? []) {
      const { name } = part.field;
      const [is, was] = [own(typed, name), own(before, name)];
      if (is === was) continue;
      const path = prefix + name;
      const its = isGroup(part.field) ? this.#group(part, is, was, own(known, name), path) : this.#leaf(part, is, own(known, name), path);
      if (its === own(made, name)) continue;
      if (made === known) made = { ...known };
      if (its === undefined) delete made[name];
      else made[name] = its;
    }
    return made;
  }

  #leaf(part: Part, typed: Json | undefined, known: Json | undefined, path: string): Json | undefined {
    const reading = isBlank(typed) ? undefined : part.read(typed!, this.#now);
    this.#tell(path, reading && "problem" in reading ? reading.problem : undefined);
    const value = reading && "value" in reading ? reading.value : undefined;
    if (isSame(value, known)) return known;
    this.#changed.add(part.number);
    return value;
  }

  #group(part: Part, typed: Json | undefined, before: Json | undefined, known: Json | undefined, path: string): Json | undefined {
    if (!part.repeats) {
      const row = this.#row(objectOf(typed), objectOf(before), objectOf(known), { group: part.number, prefix: `${path}.` });
      return Object.keys(row).length === 0 ? undefined : row;
    }
    const rows = Array.isArray(typed) ? typed : [];
    const were = Array.isArray(before) ? before : [];
    const knew = Array.isArray(known) ? known : [];
    const isLong = rows.length !== were.length;
    if (isLong) this.#forgetRows(part, path);
    this.#tell(path, rowsProblem(part.field, rows.length));
    if (rows.length === 0) return undefined;
    const level = (place: number) => ({ group: part.number, prefix: `${path}[${place}].` });
    const read = rows.map((row, place) =>
      isLong ? this.#row(objectOf(row), {}, {}, level(place)) : this.#row(objectOf(row), objectOf(were[place]), objectOf(knew[place]), level(place)),
    );
    return !isLong && read.every((row, place) => row === knew[place]) ? known : read;
  }

  /** Rows came or went: those behind them have other places. */
  #forgetRows(part: Part, path: string): void {
    this.#changed.add(part.number);
    for (const known of this.problems.keys()) if (known.startsWith(`${path}[`)) this.#tell(known, undefined);
  }

  #tell(path: string, problem: Problem | undefined): void {
    this.#changedPaths.add(path);
    if (problem) this.problems.set(path, problem);
    else this.problems.delete(path);
  }
}

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
