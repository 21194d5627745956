import { type Expression, type Tree, expressionOf } from "#kit/expressions/evaluate.ts";
import { mentionsOf } from "#kit/expressions/mentions.ts";

import { answerTypeOf } from "./answers/all.ts";
import type { Reader } from "./answers/answer.ts";
import { type Field, type FieldLogic, type FormVersion, isGroup, repeats, ruleOf } from "./form.ts";

/** The form itself, as the group of its outermost fields. */
export const whole = -1;

/** A field with its expressions. */
export interface Part {
  number: number;
  field: Field;
  /** In the form: `axles.load`. */
  path: string;
  /** The part that it is in, or `whole`. */
  group: number;
  /** All groups that it is in, the outermost first. */
  within: number[];
  repeats: boolean;
  /** A group that does not repeat. */
  isSection: boolean;
  read: Reader;
  visible?: Expression;
  required?: Expression;
  readOnly?: Expression;
  rule?: Expression;
  calculation?: Expression;
  decimalPlaces: number | undefined;
  /** Parts whose answers decide whether it is visible, and what is calculated. */
  settledBy: Set<number>;
  /** Parts whose answers decide whether it must be answered, its rule, and whether it stays as it is. */
  judgedBy: Set<number>;
}

/** A version of a form with its expressions made ready, once for as long as it is filled in. */
export class FormParts {
  /** As in the form, a group before its fields. */
  readonly all: Part[] = [];
  /** Each after its group and after what it depends on. */
  readonly order: number[] = [];
  /** The fields of a group, or of the form. */
  readonly inGroup = new Map<number, Part[]>();
  /** Some condition asks whether a group is answered at all, which depends on everything in it: then all is settled at each change. */
  readonly asksForGroups: boolean;
  readonly #named = new Map<number, Map<string, Part>>();

  constructor(readonly version: FormVersion) {
    this.#add(version.definition.fields, whole, "", []);
    let asks = false;
    const logic = Array.isArray(version.logic) ? version.logic : [];
    const byPath = new Map(this.all.map((part) => [part.path, part]));
    for (const one of logic) {
      const part = byPath.get(one.field);
      if (part && this.#takeLogic(part, one)) asks = true;
    }
    this.asksForGroups = asks;
    this.#placeUnconditional(whole);
    for (const one of logic) {
      const part = byPath.get(one.field);
      if (part && isConditional(part)) this.#place(part);
    }
  }

  named(group: number, name: string): Part | undefined {
    return this.#named.get(group)?.get(name);
  }

  /** Whether a part is in a group, at any depth. */
  isWithin(part: number, group: number): boolean {
    return this.all[part]!.within.includes(group);
  }

  /** The part of a path in the answers, such as `axles[0].load`. */
  at(path: string): Part | undefined {
    const names = path.replace(/\[\d+\]/g, "").split(".");
    let found: Part | undefined;
    for (const name of names) {
      const next = this.named(found?.number ?? whole, name);
      if (!next) break; // within an answer: gauge.nominal
      found = next;
    }
    return found;
  }

  #add(fields: Field[], group: number, prefix: string, within: number[]): void {
    const own: Part[] = [];
    this.inGroup.set(group, own);
    for (const field of fields) {
      const number = this.all.length;
      const part: Part = {
        number,
        field,
        path: prefix + field.name,
        group,
        within,
        repeats: repeats(field),
        isSection: isGroup(field) && !repeats(field),
        read: answerTypeOf(field.field_type).reader(field),
        decimalPlaces: ruleOf(field, "decimal_places", "number"),
        settledBy: new Set(),
        judgedBy: new Set(),
      };
      this.all.push(part);
      own.push(part);
      if (isGroup(field)) this.#add(field.fields ?? [], number, `${part.path}.`, [...within, number]);
    }
    this.#named.set(group, new Map(own.map((part) => [part.field.name, part])));
  }

  /** Gives whether what is visible or calculated depends on whether a group is answered. */
  #takeLogic(part: Part, logic: FieldLogic): boolean {
    let asks = false;
    const take = (tree: Tree | undefined, by: Set<number>): Expression | undefined => {
      if (!tree) return undefined;
      const { names, asked } = mentionsOf(tree);
      for (const name of names) this.#depend(part, name, by);
      for (const name of asked) {
        const group = this.#mentioned(part, name);
        if (!group || !isGroup(group.field)) continue;
        if (by === part.settledBy) asks = true;
        else for (const inner of this.all) if (this.isWithin(inner.number, group.number)) by.add(inner.number);
      }
      return expressionOf(tree);
    };
    const { settledBy, judgedBy } = part;
    const made = {
      visible: take(logic.visible_if, settledBy),
      calculation: take(logic.calculation, settledBy),
      required: take(logic.required_if, judgedBy),
      readOnly: take(logic.read_only_if, judgedBy),
      rule: take(logic.rule, judgedBy),
    };
    Object.assign(part, Object.fromEntries(Object.entries(made).filter(([, expression]) => expression)));
    return asks;
  }

  #depend(part: Part, name: string, by: Set<number>): void {
    const mentioned = this.#mentioned(part, name);
    if (mentioned) by.add(mentioned.number);
  }

  /** What a path in an expression of a part means: its neighbours first, then what is around them. */
  #mentioned(part: Part, path: string): Part | undefined {
    const [first = "", ...others] = path.split(".");
    let group = part.group;
    while (group !== whole && !this.named(group, first)) group = this.all[group]!.group;
    let found = this.named(group, first);
    for (const name of others) found = found && this.named(found.number, name);
    return found;
  }

  #place(part: Part): void {
    this.order.push(part.number);
    if (isGroup(part.field)) this.#placeUnconditional(part.number);
  }

  /** What depends on nothing comes as soon as its group is there. */
  #placeUnconditional(group: number): void {
    for (const part of this.inGroup.get(group) ?? []) if (!isConditional(part)) this.#place(part);
  }
}

const isConditional = ({ visible, calculation }: Part) => visible !== undefined || calculation !== undefined;
