import { expect, test } from "vitest";

import { contentToSend, submissionContentOf } from "../src/features/built_forms/content.ts";
import type { Draft, Json, JsonObject } from "../src/features/device/database.ts";
import type { Field, FieldLogic, FormVersion } from "../src/features/built_forms/form.ts";
import { FormParts } from "../src/features/built_forms/form_parts.ts";
import { JudgedForm } from "../src/features/built_forms/judged_form.ts";
import { type FieldState, Settlement, isSame } from "../src/features/built_forms/settle.ts";
import type { Tree } from "../src/kit/expressions/evaluate.ts";
import { parseMoment } from "../src/kit/expressions/times.ts";

// What the server's logic_test.cpp and form_logic_test.cpp say, with the trees that it makes.

const now = { today: "2026-03-15", now: parseMoment("2026-03-15T09:30:00Z")! };

type Given = Partial<Field> & { name: string };
const completed = (fields: Given[]): Field[] => fields.map((field) => ({ label: field.name, field_type: "text", ...field }) as Field);
const formOf = (fields: Given[], logic: FieldLogic[] = []): FormVersion => ({ form_id: 1, form_version: 2, definition: { title: "Form", fields: completed(fields) }, logic });

const num = (name: string): Tree => ["name", name, "number"];
const str = (name: string): Tree => ["name", name, "string"];
const lit = (value: number | string): Tree => ["literal", typeof value === "number" ? "number" : "string", String(value)];
const of = (name: string, row: string): Tree => ["member", name, "list of number", ["name", row, "list of context"]];
const number = (name: string, more: Partial<Field> = {}): Given => ({ name, field_type: "number", ...more });
const group = (name: string, fields: Given[], more: Partial<Field> = {}): Given => ({ name, field_type: "group", fields: completed(fields), ...more });
const section = (name: string, fields: Given[], more: Partial<Field> = {}) => group(name, fields, { validation_rules: { repeats: false }, ...more });

const settled = (form: FormVersion, answers: JsonObject) => new Settlement(new FormParts(form), answers, now);
const paths = (made: Settlement, is: (state: FieldState) => boolean) => [...made.states].filter(([, state]) => is(state)).map(([path]) => path);
const problems = (form: FormVersion, typed: JsonObject, base?: JsonObject) =>
  new JudgedForm(new FormParts(form), typed, now, base).problems().map(({ path, problem }) => `${path}: ${problem.code}`);

const draftOf = (submission_data: JsonObject, base?: JsonObject): Draft => ({
  uuid: "u",
  person: 1,
  kind: "submissions",
  content: { form_id: 1, form_version: 2, submission_data },
  form: { id: 1, version: 2 },
  ...(base ? { base: { id: 9, version: 1, record: { submission_data: base } } } : {}),
  problems: {},
  times: {},
  startedAt: 0,
  changedAt: 0,
});
const sent = (form: FormVersion, typed: JsonObject, base?: JsonObject) => contentToSend(draftOf(typed, base), form, now).submission_data;

test("calculations come in the order of what depends on what", () => {
  const form = formOf(
    [{ name: "title", calculation: "x" }, number("total", { calculation: "x" }), number("twice", { calculation: "x" }), number("a")],
    [
      { field: "twice", calculation: ["*", num("a"), lit(2)] },
      { field: "total", calculation: ["+", num("twice"), num("a")] },
      { field: "title", calculation: ["+", lit("load "), ["string", num("total")]] },
    ],
  );
  expect(settled(form, { a: 1 }).answers).toEqual({ a: 1, twice: 2, total: 3, title: "load 3" });
  expect(settled(form, { a: 1, twice: 9, title: "x" }).answers).toEqual({ a: 1, twice: 2, total: 3, title: "load 3" });
  expect(settled(form, { total: 5 }).answers).toEqual({});
});

test("what is not true hides, and what is hidden is pruned", () => {
  const form = formOf(
    [{ name: "material" }, { name: "kind" }, { name: "detail" }, number("count", { calculation: "x" })],
    [
      { field: "kind", visible_if: ["!=", str("material"), lit("steel")] },
      { field: "detail", visible_if: ["=", str("kind"), lit("x")] },
      { field: "count", calculation: ["string length", str("kind")] },
    ],
  );
  const unanswered = settled(form, { kind: "x", detail: "y" });
  expect(unanswered.answers).toEqual({});
  expect(paths(unanswered, (state) => state.hidden)).toEqual(["kind", "detail"]);
  const hidden = settled(form, { material: "steel", detail: "y" });
  expect(hidden.answers).toEqual({ material: "steel" });
  expect(paths(hidden, (state) => state.hidden)).toEqual(["kind", "detail"]);
  expect(settled(form, { material: "iron", kind: "x", detail: "y" }).answers).toEqual({ material: "iron", kind: "x", detail: "y", count: 1 });
});

const axles = formOf(
  [
    number("worst", { calculation: "x" }),
    number("limit"),
    number("share", { calculation: "x" }),
    group("axles", [
      number("load"),
      { name: "reason", is_required: true },
      number("part", { validation_rules: { decimal_places: 2 }, calculation: "x" }),
      number("share", { calculation: "x" }),
      number("check", { calculation: "x" }),
    ]),
    number("total", { calculation: "x" }),
  ],
  [
    { field: "axles.share", calculation: ["*", num("load"), lit(2)] },
    { field: "worst", calculation: ["max", of("share", "axles")] },
    { field: "share", calculation: ["/", num("limit"), lit(10)] },
    { field: "axles.reason", visible_if: [">", num("load"), num("limit")] },
    { field: "total", calculation: ["sum", of("load", "axles")] },
    { field: "axles.part", calculation: ["/", num("load"), num("total")] },
    { field: "axles.check", calculation: ["+", num("share"), lit(1)] },
  ],
);

test("rows of groups are gone through", () => {
  const typed = { limit: "20", axles: [{ load: "10", reason: "x" }, { load: "20.50" }] };
  const judged = new JudgedForm(new FormParts(axles), typed, now);
  expect(judged.settlement.answers.axles).toEqual([
    { load: 10, part: 0.33, share: 20, check: 21 },
    { load: 20.5, part: 0.67, share: 41, check: 42 },
  ]);
  expect(judged.settlement.answers).toMatchObject({ share: 2, worst: 41 });
  expect(problems(axles, typed)).toEqual(["axles[1].reason: required"]);

  // One axle was not weighed, so there is no total; a name of the row is not looked for around it.
  const one = settled(axles, { limit: 20, axles: [{ load: 10 }, {}] });
  expect(one.answers).toEqual({ limit: 20, share: 2, axles: [{ load: 10, share: 20, check: 21 }, {}] });
  expect(settled(axles, { limit: 20 }).answers).toEqual({ limit: 20, share: 2 });
});

test("whole groups hide", () => {
  const form = formOf(
    [{ name: "more" }, group("axles", [number("load", { is_required: true, rule: "load < 5" })]), number("count", { calculation: "x" })],
    [
      { field: "axles", visible_if: ["=", str("more"), lit("yes")] },
      { field: "axles.load", rule: ["<", num("load"), lit(5)] },
      { field: "count", calculation: ["count", ["name", "axles", "list of context"]] },
    ],
  );
  const hidden = settled(form, { axles: [{ load: 9 }, {}] });
  expect(hidden.answers).toEqual({});
  expect(paths(hidden, (state) => state.hidden)).toEqual(["axles"]);
  expect(problems(form, { axles: [{ load: "9" }, {}] })).toEqual([]);
  expect(problems(form, { more: "yes", axles: [{ load: "9" }, {}] })).toEqual(["axles[0].load: rule_violated", "axles[1].load: required"]);
});

test("a group that does not repeat is there as long as it is visible", () => {
  const form = formOf(
    [number("a"), section("engine", [number("power", { calculation: "x" }), { name: "maker", is_required: true }]), { name: "empty" }, number("sum", { calculation: "x" })],
    [
      { field: "engine.power", calculation: ["*", num("a"), lit(2)] },
      { field: "empty", visible_if: ["unanswered", ["name", "engine", "context"]] },
      { field: "sum", calculation: ["+", ["member", "power", "number", ["name", "engine", "context"]], lit(1)] },
    ],
  );
  expect(sent(form, { empty: "x" })).toEqual({ empty: "x" });
  expect(problems(form, { empty: "x" })).toEqual(["engine.maker: required"]);
  expect(settled(form, { a: 1 }).answers).toEqual({ a: 1, engine: { power: 2 }, sum: 3 });
  const judged = new JudgedForm(new FormParts(form), { empty: "x" }, now);
  judged.change({ empty: "x", engine: { maker: "M" } });
  expect(judged.settlement.answers).toEqual({ engine: { maker: "M" } });
});

test("what must be there is wanted", () => {
  const form = formOf(
    [{ name: "a", is_required: true }, { name: "b" }, { name: "c", is_required: true }],
    [
      { field: "b", required_if: ["=", str("a"), lit("x")] },
      { field: "c", visible_if: ["=", str("a"), lit("x")] },
    ],
  );
  expect(problems(form, {})).toEqual(["a: required"]);
  expect(problems(form, { a: "x" })).toEqual(["b: required", "c: required"]);
  expect(problems(form, { a: "y" })).toEqual([]);
});

test("rules hold unless they are false, and what is read only stays", () => {
  const form = formOf(
    [number("a"), number("b"), number("c")],
    [
      { field: "b", rule: [">", num("b"), num("a")] },
      { field: "c", rule: ["!=", num("c"), lit(0)], read_only_if: [">", num("a"), lit(1)] },
    ],
  );
  expect(problems(form, { b: "1" })).toEqual([]);
  expect(problems(form, { a: "1" })).toEqual([]);
  expect(problems(form, { a: "2", b: "1", c: "0" })).toEqual(["b: rule_violated", "c: rule_violated"]);
  expect(problems(form, { a: "2", c: "3" })).toEqual(["c: read_only"]);
  expect(problems(form, { a: "2", c: "3" }, { c: 3 })).toEqual([]);
  expect(problems(form, { a: "2" }, { c: 3 })).toEqual(["c: read_only"]);
});

test("measurements and the day are read", () => {
  const form = formOf(
    [{ name: "gauge", field_type: "measurement" }, { name: "day", field_type: "date", rule: "x" }, { name: "wide" }],
    [
      { field: "day", rule: ["<=", ["name", "day", "date"], ["today"]] },
      { field: "wide", visible_if: [">", ["member", "nominal", "number", ["name", "gauge", "context"]], lit(1602)] },
    ],
  );
  const typed = { gauge: "1603", day: "2026-03-16", wide: "x" };
  expect(problems(form, typed)).toEqual(["day: rule_violated"]);
  expect(sent(form, typed)).toEqual({ gauge: "1603", day: "2026-03-16", wide: "x" });
  expect(problems(form, { ...typed, gauge: "16O3" })).toEqual(["gauge: unexpected_text", "day: rule_violated"]);
});

test("what takes too long is told", () => {
  const rows: Tree = ["name", "rows", "list of context"];
  const a = (name: string): Tree => ["member", "a", "number", ["name", name, "context"]];
  const form = formOf(
    [group("rows", [number("a")]), { name: "b" }],
    [{ field: "b", rule: ["every", "x", rows, ["every", "y", rows, ["every", "z", rows, ["=", a("x"), a("z")]]]] }],
  );
  expect(problems(form, { rows: Array.from({ length: 200 }, () => ({ a: "1" })) })).toEqual(["b: takes_too_long"]);
});

const wheel = formOf(
  [
    number("load"),
    number("count", { is_required: true }),
    { name: "day", field_type: "date" },
    number("twice", { validation_rules: { max: 100 }, calculation: "load * 2" }),
  ],
  [
    { field: "count", visible_if: [">", num("load"), lit(20)] },
    { field: "twice", calculation: ["*", num("load"), lit(2)], read_only_if: ["literal", "boolean", true] },
    { field: "day", rule: ["<=", ["name", "day", "date"], ["today"]] },
  ],
);

test("what is wrong is told once, and what is hidden does not matter", () => {
  expect(problems(wheel, { load: "21" })).toEqual(["count: required"]);
  expect(problems(wheel, { load: "21", count: "many" })).toEqual(["count: not_a_decimal"]);
  expect(problems(wheel, { load: "21", count: "1", day: "2026-03-16" })).toEqual(["day: rule_violated"]);
  expect(problems(wheel, { load: "51", count: "1" })).toEqual(["twice: too_large"]);
  expect(problems(wheel, { load: "1", count: "many" })).toEqual([]);
  expect(sent(wheel, { load: "1", count: "many" })).toEqual({ load: 1 });
});

test("of a group it is told what in it cannot be read, unless that is hidden", () => {
  const form = formOf([number("a"), section("g", [number("b")], { is_required: true })], [{ field: "g.b", visible_if: ["=", num("a"), lit(1)] }]);
  expect(problems(form, {})).toEqual(["g: required"]);
  expect(problems(form, { a: "1", g: { b: "x" } })).toEqual(["g.b: not_a_decimal"]);
  expect(problems(form, { g: { b: "x" } })).toEqual(["g: required"]);
});

test("a correction differs only where somebody changed something", () => {
  const form = formOf(
    [
      number("load"),
      number("twice", { calculation: "x" }),
      { name: "gauge", field_type: "measurement" },
      { name: "at", field_type: "datetime" },
      group("axles", [{ name: "size", field_type: "measurement" }, number("no")]),
      section("more", [{ name: "text" }, number("nominal")]),
    ],
    [{ field: "twice", calculation: ["*", num("load"), lit(2)] }],
  );
  const stored: JsonObject = {
    load: 2.5,
    twice: 5,
    gauge: { text: "1600 (+2,-1)", nominal: 1600, low: 1599, high: 1602 },
    at: "2026-03-15T09:30:00.500000Z",
    axles: [{ size: { text: "20 TO 28", low: 20, high: 28 }, no: 1 }, {}],
    more: { text: "5", nominal: 6 },
  };
  const content = submissionContentOf({ id: 9, form_id: 1, form_version: 2, submission_data: stored, notes: null, status: "rejected" });
  expect(content).toEqual({
    form_id: 1,
    form_version: 2,
    submission_data: { ...stored, gauge: "1600 (+2,-1)", axles: [{ size: "20 TO 28", no: 1 }, {}] },
  });
  const typed = content.submission_data as JsonObject;
  expect(sent(form, typed, stored)).toEqual(stored);
  expect(JSON.stringify(sent(form, typed, stored))).toBe(JSON.stringify(stored));
  expect(sent(form, { ...typed, load: "3", gauge: "1601" }, stored)).toEqual({ ...stored, load: 3, twice: 6, gauge: "1601" });
});

// Chance: whatever is typed in whatever order, settling again what changed is as good as settling everything.

function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** A form whose expressions mention what was there before; the fields stand in any order. */
function anyForm(random: (most: number) => number): FormVersion {
  const logic: FieldLogic[] = [];
  interface Known {
    name: string;
    row?: string;
  }
  const known: Known[] = [{ name: "n0" }];
  const groups: { field: Given; path: string; own: Known[] }[] = [];
  const fields: Given[] = [number("n0")];
  const from = (options: Known[]): Tree => {
    const one = options[random(options.length)]!;
    if (one.row === undefined) return num(one.name);
    const list: Tree = ["name", one.row, "list of context"];
    if (random(4) === 0) return ["count", random(2) ? list : ["filter", "item", list, [">", ["member", one.name, "number", ["name", "item", "context"]], lit(2)]]];
    return [random(2) ? "sum" : "max", ["member", one.name, "list of number", list]];
  };
  const truth = (options: Known[]): Tree => {
    const some: Tree[] = [[">", from(options), lit(random(4))], ["unanswered", from(options)], ["=", from(options), from(options)]];
    return random(3) ? some[random(3)]! : ["or", some[random(3)]!, ["not", some[random(3)]!]];
  };
  for (let turn = 1; turn < 14; ++turn) {
    const name = `n${turn}`;
    const into = groups.length > 0 && random(2) ? groups[random(groups.length)] : undefined;
    const options = into ? [...known, ...into.own] : known;
    const path = into ? `${into.path}.${name}` : name;
    const expressions: FieldLogic = { field: path };
    if (!into && random(4) === 0) {
      const isSection = random(3) === 0;
      const made = isSection ? section(name, []) : group(name, []);
      if (random(3) === 0) expressions.visible_if = truth(options);
      if (isSection && groups.length > 0 && random(2)) expressions.required_if = truth(options);
      groups.push({ field: made, path: name, own: [] });
      fields.splice(random(fields.length + 1), 0, made);
    } else {
      const calculated = random(4) === 0;
      const made = number(name, calculated ? { calculation: "x" } : { is_required: random(4) === 0 });
      if (random(3) === 0) expressions.visible_if = truth(options);
      if (calculated) expressions.calculation = ["+", from(options), from(options)];
      if (random(4) === 0) expressions.rule = truth(options);
      if (random(4) === 0) expressions.read_only_if = truth(options);
      if (into) {
        const own = into.field.fields!;
        own.splice(random(own.length + 1), 0, ...completed([made]));
        into.own.push({ name });
        const isSection = into.field.validation_rules?.repeats === false;
        if (!isSection) known.push({ name, row: into.path });
      } else {
        known.push({ name });
        fields.splice(random(fields.length + 1), 0, made);
      }
    }
    if (Object.keys(expressions).length > 1) logic.push(expressions);
  }
  return formOf(fields, logic);
}

const typedNumber = (random: (most: number) => number): string | undefined => (random(4) === 0 ? undefined : random(8) === 0 ? "x" : String(random(5)));
const set = (row: JsonObject, name: string, value: Json | undefined): JsonObject => {
  const { [name]: _, ...others } = row;
  return value === undefined ? others : { ...others, [name]: value };
};

function changed(typed: JsonObject, fields: Field[], random: (most: number) => number): JsonObject {
  const field = fields[random(fields.length)]!;
  const its = typed[field.name];
  if (field.field_type !== "group") return set(typed, field.name, typedNumber(random));
  const inner = field.fields!;
  if (field.validation_rules?.repeats === false) return inner.length === 0 ? typed : set(typed, field.name, changed((its ?? {}) as JsonObject, inner, random));
  const rows = [...((its ?? []) as JsonObject[])];
  const place = random(rows.length + 1);
  if (rows.length < 3 && random(3) === 0) rows.splice(place, 0, {});
  else if (random(5) === 0) rows.splice(place, 1);
  else if (rows[place] && inner.length > 0) rows[place] = changed(rows[place], inner, random);
  return set(typed, field.name, rows.length === 0 ? undefined : rows);
}

test("settling what changed is as good as settling everything", () => {
  for (let seed = 1; seed <= 150; ++seed) {
    const random = chance(seed * 7919);
    const parts = new FormParts(anyForm(random));
    let typed: JsonObject = {};
    const judged = new JudgedForm(parts, typed, now);
    const shown = new Map<string, FieldState>();
    for (let turn = 0; turn < 30; ++turn) {
      typed = changed(typed, parts.version.definition.fields, random);
      const told = judged.change(typed);
      const anew = new JudgedForm(parts, typed, now);
      const about = `seed ${seed}, turn ${turn}: ${JSON.stringify(typed)}`;
      expect(judged.reader.answers, about).toEqual(anew.reader.answers);
      expect(judged.settlement.answers, about).toEqual(anew.settlement.answers);
      expect(judged.problems().map(({ path, problem }) => [path, problem.code]), about).toEqual(anew.problems().map(({ path, problem }) => [path, problem.code]));
      // Whoever looks only at what is told to have changed sees the same.
      for (const path of told) shown.set(path, judged.settlement.stateAt(path));
      for (const [path, state] of anew.settlement.states) {
        expect(judged.settlement.stateAt(path), `${about} ${path}`).toEqual(state);
        expect(isSame(shown.get(path) ?? state, state), `${about} ${path}`).toBe(true);
      }
    }
  }
});

test("a key in a form of 300 fields costs little", () => {
  const fields = Array.from({ length: 300 }, (_, place) => number(`n${place}`, place % 3 === 2 ? { calculation: "x" } : {}));
  const logic: FieldLogic[] = fields.flatMap(({ name }, place) => (place % 3 === 2 ? [{ field: name, calculation: ["+", num(`n${place - 1}`), num(`n${place - 2}`)] as Tree }] : []));
  let typed: JsonObject = Object.fromEntries(fields.map(({ name }) => [name, "1"]));
  const judged = new JudgedForm(new FormParts(formOf(fields, logic)), typed, now);
  const before = performance.now();
  for (let turn = 0; turn < 1000; ++turn) {
    typed = { ...typed, n0: String(turn) };
    judged.change(typed);
  }
  expect(judged.settlement.answers.n2).toBe(1000);
  expect((performance.now() - before) / 1000).toBeLessThan(5);
});
