import type { Json, JsonObject } from "#features/device";
import type { Expression } from "#kit/expressions/evaluate.ts";
import type { Now } from "#kit/expressions/functions.ts";
import { isDecimal, ofCount, rounded } from "#kit/expressions/number.ts";
import { type Value, answerOf } from "#kit/expressions/value.ts";

import { isGroup } from "./form.ts";
import { type FormParts, type Part, whole } from "./form_parts.ts";

/** What the expressions of a form make of one field, in one row. */
export interface FieldState {
  hidden: boolean;
  /** What was calculated. */
  calculated: Json | undefined;
  /** It must be answered. */
  required: boolean;
  missing: boolean;
  violated: boolean;
  readOnly: boolean;
  /** There are too many answers to settle, or to judge it. */
  tooLong: boolean;
  tooLongToJudge: boolean;
}

const plainState: FieldState = { hidden: false, calculated: undefined, required: false, missing: false, violated: false, readOnly: false, tooLong: false, tooLongToJudge: false };

/** An object that fields are in: the answers, a row of a group, a section. */
interface Place {
  group: number;
  row: JsonObject;
  /** The same as it was answered. */
  given: JsonObject;
  /** `axles[0].` */
  prefix: string;
  around: Place | undefined;
}

/**
 * Settles answers in their normal forms, as docs/expressions.md, In forms, and the server's settling.cpp say; and again only what
 * depends on what changed.
 */
export class Settlement {
  /** Without those that are hidden, with those that are calculated. Sections are there as long as they are visible. */
  answers: JsonObject = {};
  #given: JsonObject = {};
  #now: Now;
  #states = new Map<string, FieldState>();
  /** Paths whose state changed. */
  #changed = new Set<string>();

  constructor(
    readonly parts: FormParts,
    given: JsonObject,
    now: Now,
  ) {
    this.#now = now;
    this.settleAll(given, now);
  }

  /** `axles[0].load` */
  stateAt(path: string): FieldState {
    return this.#states.get(path) ?? plainState;
  }

  /** The paths that have something to be told. */
  get states(): ReadonlyMap<string, FieldState> {
    return this.#states;
  }

  /** Settles everything anew; gives the paths whose state changed. */
  settleAll(given: JsonObject, now: Now): Set<string> {
    const before = this.#states;
    this.#now = now;
    this.#given = given;
    this.#states = new Map();
    this.answers = this.#copyOf(whole, given);
    const all = new Set(this.parts.all.map(({ number }) => number));
    this.#run(all);
    this.#changed = new Set();
    for (const path of new Set([...before.keys(), ...this.#states.keys()])) if (!isSame(before.get(path), this.#states.get(path))) this.#changed.add(path);
    return this.#changed;
  }

  /**
   * The answers have changed, at these parts: of a group, how many rows it has. Gives the paths whose state changed; where rows came or
   * went, all of theirs.
   */
  change(given: JsonObject, changed: Set<number>): Set<string> {
    if (this.parts.asksForGroups) return this.settleAll(given, this.#now);
    this.#changed = new Set();
    this.#given = given;
    this.#run(changed);
    return this.#changed;
  }

  #run(given: Set<number>): void {
    /** Parts whose settled answers changed, and groups that were made anew. */
    const changed = new Set<number>();
    const anew = new Set<number>();
    for (const number of this.parts.order) {
      const part = this.parts.all[number]!;
      const isNew = part.within.some((group) => anew.has(group));
      if (!isNew && !given.has(number) && !meet(part.settledBy, changed)) continue;
      if (isGroup(part.field)) {
        if (this.#settleGroup(part, isNew || given.has(number))) anew.add(number);
        else continue;
        changed.add(number);
      } else if (this.#settleLeaf(part) || isNew) {
        changed.add(number);
      }
    }
    for (const number of changed) for (const group of this.parts.all[number]!.within) anew.add(group); // as far as judging is concerned
    for (const part of this.parts.all) {
      const concerned = given.has(part.number) || changed.has(part.number) || anew.has(part.number) || meet(part.judgedBy, changed) || part.within.some((group) => changed.has(group));
      if (concerned) this.#forEachRow(part, (place) => this.#judge(part, place));
    }
  }

  /** Gives whether it came, went, or has another answer now in any row. */
  #settleLeaf(part: Part): boolean {
    const { name } = part.field;
    let changed = false;
    this.#forEachRow(part, (place) => {
      const path = place.prefix + name;
      const before = own(place.row, name);
      let tooLong = false;
      const given = own(place.given, name);
      let value = given;
      const hidden = part.visible !== undefined && this.#value(part.visible, place, () => (tooLong = true)) !== true;
      if (hidden) value = undefined;
      else if (part.calculation) value = this.#calculated(part, part.calculation, place, () => (tooLong = true));
      if (value === undefined) delete place.row[name];
      else place.row[name] = value;
      if (!isSame(before, value) || this.stateAt(path).hidden !== hidden) changed = true;
      this.#put(path, { hidden, calculated: hidden || !part.calculation ? undefined : value, tooLong });
    });
    return changed;
  }

  /** Gives whether it has other rows now, or came or went; then what is in it has to be settled. */
  #settleGroup(part: Part, given: boolean): boolean {
    const { name } = part.field;
    let changed = false;
    this.#forEachRow(part, (place) => {
      const path = place.prefix + name;
      const was = this.stateAt(path).hidden;
      let tooLong = false;
      const its = own(place.given, name);
      const hidden = part.visible !== undefined && this.#value(part.visible, place, () => (tooLong = true)) !== true;
      this.#put(path, { hidden, tooLong });
      if (!given && was === hidden) return;
      changed = true;
      this.#forget(path);
      if (hidden || (its === undefined && !part.isSection)) delete place.row[name];
      else place.row[name] = Array.isArray(its) ? its.map((row) => this.#copyOf(part.number, objectOf(row))) : this.#copyOf(part.number, objectOf(its));
    });
    return changed;
  }

  #judge(part: Part, place: Place): void {
    const { field } = part;
    const path = place.prefix + field.name;
    const state = this.stateAt(path);
    if (state.hidden) return this.#put(path, { required: false, missing: false, violated: false, readOnly: false, tooLongToJudge: false });
    let tooLong = false;
    const truth = (expression: Expression | undefined) => expression && this.#value(expression, place, () => (tooLong = true));
    const its = own(place.row, field.name);
    const answered = its !== undefined && !(isObject(its) && Object.keys(its).length === 0);
    // What is calculated follows from other answers: nobody fills it in.
    const required = !part.calculation && (field.is_required === true || truth(part.required) === true);
    const violated = truth(part.rule) === false;
    const readOnly = !part.calculation && truth(part.readOnly) === true;
    this.#put(path, { required, missing: required && !answered, violated, readOnly, tooLongToJudge: tooLong });
  }

  /** With the decimal places that the field has. */
  #calculated(part: Part, calculation: Expression, place: Place, tooLong: () => void): Json | undefined {
    let result = this.#value(calculation, place, tooLong);
    const { decimalPlaces } = part;
    if (isDecimal(result) && Number.isInteger(decimalPlaces)) result = rounded(result, ofCount(decimalPlaces!), "half_up");
    return answerOf(result) ?? undefined;
  }

  #value(expression: Expression, place: Place, tooLong: () => void): Value {
    const value = expression((name) => this.#answer(place, name), this.#now);
    if (value !== undefined) return value;
    tooLong();
    return null;
  }

  /** The answer in the innermost row that has a field of this name, whether it is answered there or not. */
  #answer(place: Place, name: string): Json | undefined {
    for (let at: Place | undefined = place; at; at = at.around) if (this.parts.named(at.group, name)) return own(at.row, name);
    return undefined;
  }

  #forEachRow(part: Part, use: (place: Place) => void): void {
    this.#enter({ group: whole, row: this.answers, given: this.#given, prefix: "", around: undefined }, part.within, 0, use);
  }

  #enter(place: Place, groups: number[], depth: number, use: (place: Place) => void): void {
    const group = groups[depth];
    if (group === undefined) return use(place);
    const { name } = this.parts.all[group]!.field;
    const [rows, given] = [own(place.row, name), own(place.given, name)];
    const into = (row: Json, its: Json | undefined, prefix: string) => {
      if (isObject(row)) this.#enter({ group, row, given: objectOf(its), prefix, around: place }, groups, depth + 1, use);
    };
    if (Array.isArray(rows)) rows.forEach((row, number) => into(row, (given as Json[] | undefined)?.[number], `${place.prefix}${name}[${number}].`));
    else if (rows !== undefined) into(rows, given, `${place.prefix}${name}.`);
  }

  /** A copy that can be changed, of the groups in it too. */
  #copyOf(group: number, row: JsonObject): JsonObject {
    const copy: JsonObject = { ...row };
    for (const { field, number } of this.parts.inGroup.get(group) ?? []) {
      const its = own(copy, field.name);
      if (!isGroup(field) || its === undefined) continue;
      copy[field.name] = Array.isArray(its) ? its.map((one) => this.#copyOf(number, objectOf(one))) : this.#copyOf(number, objectOf(its));
    }
    return copy;
  }

  #put(path: string, part: Partial<FieldState>): void {
    const before = this.stateAt(path);
    const after = { ...before, ...part };
    if (isSame(before, after)) return;
    this.#states.set(path, after);
    this.#changed.add(path);
  }

  /** What is in a group is made anew. */
  #forget(path: string): void {
    for (const known of this.#states.keys()) {
      if (!known.startsWith(`${path}[`) && !known.startsWith(`${path}.`)) continue;
      this.#states.delete(known);
      this.#changed.add(known);
    }
  }
}

function meet(some: Set<number>, others: Set<number>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
/** A member of a row, which names such as `constructor` are not by themselves. */
export const own = (row: JsonObject, name: string): Json | undefined => (Object.hasOwn(row, name) ? row[name] : undefined);

/** Whether two answers, or two states, are equal. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isSame(one[name as never], other[name as never]));
}
