import { Failure } from "@kpa/client";
import { describe, expect, test, vi } from "vitest";

import { labelsOf } from "../src/features/form_builder/model/answer_labels.ts";
import { conditionOf, joined, mentionable } from "../src/features/form_builder/model/condition.ts";
import { differencesOf } from "../src/features/form_builder/model/differences.ts";
import { type Definition, type Draft, type Field, definitionOf, draftOf, headerChanges, newField, readFields, sameDraft, writeFields } from "../src/features/form_builder/model/field.ts";
import { begun, edited, redone, undone } from "../src/features/form_builder/model/history.ts";
import { freeName, isMade, nameFrom } from "../src/features/form_builder/model/names.ts";
import { OpenForm, type Stored, type Wire } from "../src/features/form_builder/model/open_form.ts";
import { linesOf, optionsFrom } from "../src/features/form_builder/model/options.ts";
import { problemOf } from "../src/features/form_builder/model/problems.ts";
import { renamed, renamedIn } from "../src/features/form_builder/model/rename.ts";
import { numberFrom, rulesOf } from "../src/features/form_builder/model/rules.ts";
import { textsOf, translated } from "../src/features/form_builder/model/texts.ts";
import { copyOf, moved, neighbourOf, placeAt, spotsFrom, stepOf, walked, withField, withFieldAt, withoutField } from "../src/features/form_builder/model/tree.ts";
import { validateFormSearch, validateFormsSearch } from "../src/features/form_builder/search.ts";

// The API's address, which the kit asks the page for.
vi.hoisted(() => vi.stubGlobal("location", { origin: "http://server" }));

const field = (name: string, more: Partial<Field> = {}): Field => ({ ...newField("text", name, name), ...more });
const group = (name: string, fields: Field[], repeats = true): Field => ({ ...newField("group", name, name), rules: repeats ? {} : { repeats: false }, fields });
const pathsOf = (fields: Field[]) => walked(fields).map(({ path }) => path);
const keyOf = (fields: Field[], path: string) => placeAt(fields, path)!.field.key;

describe("the tree of fields", () => {
  const fields = [field("a"), group("g", [field("x"), field("y")]), field("b")];
  const key = (path: string) => keyOf(fields, path);

  test("a field moves among its neighbours, into the group before it, and out of it", () => {
    const step = (list: Field[], path: string, direction: "up" | "down" | "in" | "out") => {
      const spot = stepOf(list, keyOf(list, path), direction);
      return spot ? moved(list, keyOf(list, path), spot) : undefined;
    };
    expect(pathsOf(step(fields, "b", "up")!)).toEqual(["a", "b", "g", "g.x", "g.y"]);
    expect(pathsOf(step(fields, "a", "down")!)).toEqual(["g", "g.x", "g.y", "a", "b"]);
    expect(pathsOf(step(fields, "b", "in")!)).toEqual(["a", "g", "g.x", "g.y", "g.b"]);
    expect(pathsOf(step(fields, "g.x", "out")!)).toEqual(["a", "g", "g.y", "x", "b"]);
    expect(step(fields, "a", "up")).toBeUndefined();
    expect(step(fields, "g", "in")).toBeUndefined(); // what is before it is no group
    expect(step(fields, "a", "out")).toBeUndefined();
  });

  test("a group goes neither into itself nor deeper than there are levels", () => {
    expect(moved(fields, key("g"), { beside: key("g.x"), side: "after" })).toBe(fields);
    expect(moved(fields, key("g"), { beside: key("g"), side: "inside" })).toBe(fields);
    const deep = [group("one", [group("two", [group("three", [group("four", [field("x")])])])]), group("five", [field("y")])];
    const inside = (path: string) => moved(deep, keyOf(deep, "five"), { beside: keyOf(deep, path), side: "inside" });
    expect(inside("one.two.three.four")).toBe(deep);
    expect(pathsOf(inside("one.two.three"))).toContain("one.two.three.five.y");
  });

  test("what is put where its name is taken gets the next number", () => {
    const twice = [field("x"), group("g", [field("x")])];
    expect(pathsOf(moved(twice, keyOf(twice, "x"), { beside: keyOf(twice, "g"), side: "inside" }))).toEqual(["g", "g.x", "g.x_2"]);
    expect(pathsOf(withFieldAt(twice, field("x"), "end"))).toEqual(["x", "g", "g.x", "x_2"]);
  });

  test("a copy has keys of its own, at all levels", () => {
    const copy = copyOf(fields[1]!);
    const keys = walked([...fields, copy]).map(({ field: one }) => one.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(copy.fields.map(({ name }) => name)).toEqual(["x", "y"]);
  });

  test("what does not change is shared, so that pages need not draw it again", () => {
    const changed = withField(fields, key("g.x"), (one) => ({ ...one, label: "X" }));
    expect(changed[0]).toBe(fields[0]);
    expect(changed[1]).not.toBe(fields[1]);
    expect(changed[1]!.fields[1]).toBe(fields[1]!.fields[1]);
    expect(withField(fields, "unknown", (one) => ({ ...one }))).toBe(fields);
  });

  test("when a field is gone, its neighbour is looked at", () => {
    expect(pathsOf(withoutField(fields, key("g.x")))).toEqual(["a", "g", "g.y", "b"]);
    expect(neighbourOf(fields, key("g.x"))).toBe(key("g.y"));
    expect(neighbourOf(fields, key("b"))).toBe(key("g"));
    const alone = [group("g", [field("x")])];
    expect(neighbourOf(alone, keyOf(alone, "g.x"))).toBe(keyOf(alone, "g"));
  });

  test("a new field comes after the chosen one, or after a group around it", () => {
    const names = (path: string | undefined) => spotsFrom(fields, path && key(path)).map(({ spot, field: at }) => (spot === "end" ? "end" : `${spot.side} ${at!.name}`));
    expect(names(undefined)).toEqual(["end"]);
    expect(names("g")).toEqual(["inside g", "after g", "end"]);
    expect(names("g.x")).toEqual(["after x", "after g", "end"]);
    expect(names("b")).toEqual(["after b"]);
  });
});

describe("names", () => {
  test.each([
    ["Flange height (mm)", "flange_height"],
    ["  Wheel No. 2 ", "wheel_no_2"],
    ["2nd axle", "nd_axle"],
    ["Größe", "gro_e"],
    ["if", "if_"],
    ["पहिये का गेज", ""],
  ])("the label %o makes %o", (label, name) => {
    expect(nameFrom(label)).toBe(name);
  });
  test("a name that is taken gets a number", () => {
    expect(freeName("load", new Set(["load", "load_2"]))).toBe("load_3");
    expect(freeName("load_2", new Set(["load_2"]))).toBe("load_3");
    expect(freeName("load", new Set())).toBe("load");
  });
  test("a name that somebody wrote is told from one that was made", () => {
    expect(isMade("flange_height", "Flange height", "number")).toBe(true);
    expect(isMade("number_2", "ऊँचाई", "number")).toBe(true);
    expect(isMade("height", "Flange height", "number")).toBe(false);
  });
});

describe("renaming", () => {
  const load = field("load");
  const axles = group("axles", [load, field("no")]);
  const other = field("total", { calculation: 'sum(axles.load) + count(axles[load > 20].no) + load', rule: 'axles.load[1] > 2 and "load" = string(total)' });
  const lone = field("load");
  const fields = [axles, other, lone];

  test("expressions follow a field's new name, and only that field's", () => {
    const after = renamed(fields, load.key, "weight");
    expect(pathsOf(after)).toEqual(["axles", "axles.weight", "axles.no", "total", "load"]);
    expect(after[1]!.calculation).toBe("sum(axles.weight) + count(axles[weight > 20].no) + load");
    expect(after[1]!.rule).toBe('axles.weight[1] > 2 and "load" = string(total)');
    const outer = renamed(fields, lone.key, "mass");
    expect(outer[1]!.calculation).toBe("sum(axles.load) + count(axles[load > 20].no) + mass");
  });
  test("elements of some, every and for are what their list has", () => {
    const inside = (text: string) => renamedIn(text, [fields], load.key, "weight");
    expect(inside("every axle in axles satisfies axle.load <= 20.3")).toBe("every axle in axles satisfies axle.weight <= 20.3");
    expect(inside("count(for a in axles return a.load) > 1")).toBe("count(for a in axles return a.weight) > 1");
    expect(inside("axles[item.load > 1].load")).toBe("axles[item.weight > 1].weight");
    expect(inside("load in [28.5..35)")).toBe("load in [28.5..35)"); // the other field
  });
  test("functions of several words are no fields", () => {
    const length = field("length");
    expect(renamedIn("string length(length) > 2", [[length]], length.key, "size")).toBe("string length(size) > 2");
  });
  test("within a group its own fields are meant first", () => {
    const row = group("row", [load, field("double", { calculation: "load * 2" })]);
    expect(renamed([row, lone], lone.key, "mass")[0]!.fields[1]!.calculation).toBe("load * 2");
    expect(renamed([row, lone], load.key, "mass")[0]!.fields[1]!.calculation).toBe("mass * 2");
  });
});

describe("history", () => {
  test("edits are taken back and done again; another edit forgets what was taken back", () => {
    let history = edited(edited(begun("a"), "b"), "c");
    history = undone(history)!;
    expect(history.present).toBe("b");
    expect(redone(history)!.present).toBe("c");
    history = edited(history, "d");
    expect(redone(history)).toBeUndefined();
    expect(undone(undone(history)!)!.present).toBe("a");
    expect(undone(begun("a"))).toBeUndefined();
  });
  test("typing into one field is one step", () => {
    const history = edited(edited(edited(begun(""), "w", "label"), "wo", "label"), "x", "name");
    expect(undone(history)!.present).toBe("wo");
    expect(undone(undone(history)!)!.present).toBe("");
  });
  test("what changes nothing is no step", () => {
    const history = begun("a");
    expect(edited(history, "a")).toBe(history);
  });
});

describe("reading and writing", () => {
  const form: Definition = {
    title: "Flange",
    description: null,
    form_type: "inspection",
    language: "en",
    translations: { hi: { title: "फ्लैंज", description: null } },
    fields: [
      { name: "result", label: "Result", field_type: "radio", is_required: true, options: [{ value: "good", label: "Good", translations: { hi: "अच्छा" } }], validation_rules: { other_allowed: true } as never, visible_if: null, fields: [] },
      { name: "axles", label: "Axles", field_type: "group", fields: [{ name: "load", label: "Load", field_type: "number", calculation: "1 + 1", translations: { ta: { label: "சுமை" } } }] },
    ],
  };
  test("a form is written as it was read", () => {
    const draft = draftOf(form);
    expect(sameDraft(draft, draftOf(definitionOf(draft)))).toBe(true);
    expect(writeFields(draft.fields)[0]).toMatchObject({ name: "result", is_required: true, validation_rules: { other_allowed: true }, visible_if: null });
    expect(writeFields(draft.fields)[1]!.fields![0]).toMatchObject({ calculation: "1 + 1", translations: { ta: { label: "சுமை", help_text: null } }, validation_rules: null });
  });
  test("a language that is taken away is told as null, as a merge patch wants it", () => {
    const draft = draftOf(form);
    expect(headerChanges(draft, draft)).toBeUndefined();
    expect(headerChanges(draft, { ...draft, translations: {} })?.translations).toEqual({ hi: null });
    expect(headerChanges(draft, { ...draft, title: "New" })).toMatchObject({ title: "New", translations: { hi: { title: "फ्लैंज" } } });
  });
  test("all texts stand beside their translations", () => {
    const draft = draftOf(form);
    const texts = textsOf(draft);
    expect(texts.map(({ member, text }) => [member, text])).toEqual([
      ["title", "Flange"],
      ["label", "Result"],
      ["options.0", "Good"],
      ["label", "Axles"],
      ["label", "Load"],
    ]);
    expect(texts[2]!.others).toEqual({ hi: "अच्छा" });
    const after = translated(translated(draft, texts[2]!, "ta", "நல்லது"), texts[0]!, "ta", "விளிம்பு");
    expect(textsOf(after)[2]!.others).toEqual({ hi: "अच्छा", ta: "நல்லது" });
    expect(after.translations.ta).toEqual({ title: "விளிம்பு", description: "" });
  });
});

describe("differences", () => {
  const wire = (fields: Field[], title = "Form"): Definition => ({ title, fields: writeFields(fields) });
  const [a, b, c] = [field("a"), field("b"), field("c")];
  const told = (before: Field[], after: Field[]) => differencesOf(wire(before), wire(after)).map(({ kind, path }) => `${kind} ${path}`);

  test("nothing, what is new, what is gone, what moved", () => {
    expect(told([a, b], [a, b])).toEqual([]);
    expect(told([a, b], [a, c])).toEqual(["added c", "removed b"]);
    expect(told([a, b, c], [c, a, b])).toEqual(["moved c"]);
    expect(told([group("g", [a])], [group("g", [a, b])])).toEqual(["added g.b"]);
  });
  test("each member that changed, with what it was", () => {
    const before = field("n", { field_type: "number", rules: { min: 1 }, visible_if: "a > 1", options: [] });
    const after = field("n", { field_type: "number", label: "Number", rules: { max: 2 }, is_required: true });
    const [one] = differencesOf(wire([before]), wire([after]));
    expect(one!.changes).toEqual([
      { member: "label", before: "n", after: "Number" },
      { member: "visible_if", before: "a > 1", after: "" },
      { member: "rules.min", before: "1", after: "" },
      { member: "is_required", before: "", after: "✓" },
      { member: "rules.max", before: "", after: "2" },
    ]);
  });
  test("options by their values, and their order only where that is all", () => {
    const choice = (values: string[]) => field("r", { options: values.map((value) => ({ value, label: value.toUpperCase(), translations: {} })) });
    expect(differencesOf(wire([choice(["x", "y"])]), wire([choice(["y", "x"])]))[0]!.changes).toEqual([{ member: "order", before: "x, y", after: "y, x" }]);
    expect(differencesOf(wire([choice(["x", "y"])]), wire([choice(["x", "z"])]))[0]!.changes.map(({ member }) => member)).toEqual(["options.y", "options.z"]);
  });
  test("the form itself", () => {
    expect(differencesOf(wire([], "Old"), wire([], "New"))[0]).toMatchObject({ kind: "changed", path: "", changes: [{ member: "title", before: "Old", after: "New" }] });
  });
});

describe("what the API says", () => {
  test("is put at the field that its path names, with its place in an expression", () => {
    const fields = [field("a"), group("g", [field("x")])];
    const at = (path: string, params = {}, message = "m") => problemOf({ path, code: "c", params, message }, fields);
    expect(at("fields[1].fields[0].validation_rules.min")).toMatchObject({ key: fields[1]!.fields[0]!.key, member: "rules.min", place: undefined });
    expect(at("fields[0].options[2].value")).toMatchObject({ key: fields[0]!.key, member: "options[2].value" });
    expect(at("fields[0].rule", { at: "4", length: "1", line: "1", column: "5" }, "1:5: There is no field 'b'.")).toMatchObject({ member: "rule", place: { at: 4, length: 1 }, message: "There is no field 'b'." });
    expect(at("title")).toMatchObject({ key: undefined, member: "title" });
    expect(at("fields")).toMatchObject({ key: undefined, member: "fields" });
    expect(at("fields[9].label")).toMatchObject({ key: undefined });
  });
  test("rules become editors, whatever the type", () => {
    const schema = { properties: { min: { type: ["number", "null"], examples: [20] }, unique: { type: ["boolean", "null"] }, condemns: { type: ["string", "null"], enum: ["at_low", "at_high", null] }, kinds: { type: ["array", "null"], examples: [["image/*"]] }, unit: { type: ["string", "null"] } } };
    expect(rulesOf(schema).map(({ name, kind, example }) => [name, kind, example])).toEqual([
      ["min", "number", "20"],
      ["unique", "flag", ""],
      ["condemns", "choice", ""],
      ["kinds", "list", "image/*"],
      ["unit", "text", ""],
    ]);
    expect(rulesOf(schema)[2]!.values).toEqual(["at_low", "at_high"]);
    expect(rulesOf(undefined)).toEqual([]);
  });
  test("a number is one, and what is none stays as it was typed", () => {
    expect([numberFrom("2.50"), numberFrom(".5"), numberFrom("-3"), numberFrom("1,5"), numberFrom("2.")]).toEqual([2.5, 0.5, -3, "1,5", 2]);
  });
  test("an answer is called as people know it", () => {
    const label = labelsOf({ fields: [group("axles", [field("load", { label: "Load" })])] });
    expect(label("submission_data.axles[1].load")).toBe("axles 2, Load");
    expect(label("gone")).toBe("gone");
  });
});

describe("options from lines", () => {
  test("labels, values with labels, and columns of a spreadsheet", () => {
    expect(optionsFrom("Good\n\nworn = Worn out\r\nbad\tTo be replaced\n")).toEqual([
      { value: "Good", label: "Good", translations: {} },
      { value: "worn", label: "Worn out", translations: {} },
      { value: "bad", label: "To be replaced", translations: {} },
    ]);
  });
  test("what was there keeps its value and its translations", () => {
    const before = [{ value: "g", label: "Good", translations: { hi: "अच्छा" } }];
    expect(optionsFrom("Good\nBad", before)[0]).toEqual(before[0]);
    expect(optionsFrom(linesOf(before), before)).toEqual(before);
    expect(optionsFrom("g = Very good", before)[0]).toEqual({ ...before[0], label: "Very good" });
  });
});

describe("conditions by choosing", () => {
  const axles = group("axles", [field("load", { field_type: "number" }), field("state")]);
  const fields = [field("result", { field_type: "radio" }), field("faults", { field_type: "checkbox" }), axles];
  test("what a field can mention: its neighbours, what is around, lists of rows", () => {
    expect(mentionable(fields, fields[0]!.key).map(({ text, isList }) => [text, isList])).toEqual([
      ["faults", true],
      ["axles", true],
      ["axles.load", true],
      ["axles.state", true],
    ]);
    expect(mentionable(fields, axles.fields[0]!.key).map(({ text }) => text)).toEqual(["state", "result", "faults", "axles"]);
  });
  test.each([
    ["radio", "=", "worn", 'x = "worn"'],
    ["text", "!=", 'a "b" \\', 'x != "a \\"b\\" \\\\"'],
    ["number", "<", "20", "x < 20"],
    ["date", ">=", "today", "x >= today()"],
    ["date", "=", "2026-01-31", 'x = date("2026-01-31")'],
    ["checkbox", "!=", "crack", 'not("crack" in x)'],
    ["measurement", ">", "29", "x.nominal > 29"],
    ["text", "unanswered", "", "x = null"],
  ] as const)("of a %s: %s %o is %o", (field_type, comparison, value, text) => {
    expect(conditionOf({ text: "x", field: field("x", { field_type }) }, comparison, value)).toBe(text);
  });
  test("a second one is joined so that both must hold", () => {
    expect(joined("", "b")).toBe("b");
    expect(joined("a = 1", "b")).toBe("a = 1 and b");
    expect(joined("a = 1 or c", "b")).toBe("(a = 1 or c) and b");
  });
});

test("addresses that people typed are read as far as they are understood", () => {
  expect(validateFormsSearch({ title: " ", type: "survey", active: "maybe", sort: "-title", x: 1 })).toEqual({ type: "survey", sort: "-title" });
  expect(validateFormSearch({ view: "texts", field: "axles.load", version: "3", pane: "x" })).toEqual({ view: "texts", field: "axles.load", version: 3 });
  expect(validateFormSearch({ field: "a b", version: -1 })).toEqual({});
});

describe("saving", () => {
  const stored = (fields: Field[], version = 1): Stored => ({
    etag: `"v${version}"`,
    form: { id: 1, title: "Form", description: null, form_type: "other", language: "en", translations: {}, is_active: true, published_version: null, has_draft: true, created_by: 1, version, created_at: "", updated_at: "", fields: writeFields(fields) } as Stored["form"],
  });
  const refusal = (status: number, code: string, details: unknown[] = []) => new Failure(status, { status, code, message: code, details } as never);

  function opened(answers: ((fields: Field[]) => Stored | Failure)[]) {
    vi.useFakeTimers();
    let version = 1;
    const sent: unknown[] = [];
    const kept: unknown[] = [];
    const wire: Wire = {
      header: async (changes) => {
        sent.push(changes);
        return stored([], ++version);
      },
      fields: async (fields, etag) => {
        sent.push([etag, fields.map(({ name }) => name).join()]);
        const next = answers.shift();
        const answer = next ? next(readFields(fields)) : stored(readFields(fields), ++version);
        if (answer instanceof Failure) throw answer;
        return answer;
      },
      read: async () => stored([field("theirs")], 7),
      keep: (one) => void kept.push(one),
    };
    return { open: new OpenForm(stored([field("a")]), wire), sent, kept };
  }
  const add = (open: OpenForm, name: string) => open.editFields((fields) => withFieldAt(fields, field(name), "end"));

  test("one call when there is a pause, with the version that was read", async () => {
    const { open, sent, kept } = opened([]);
    add(open, "b");
    add(open, "c");
    expect(open.look().safety).toBe("waiting");
    expect(kept.at(-1)).toMatchObject({ etag: '"v1"' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([['"v1"', "a,b,c"]]);
    expect(open.look()).toMatchObject({ safety: "saved", etag: '"v2"' });
    expect(kept.at(-1)).toBeUndefined();
    open.undo();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.at(-1)).toEqual(['"v2"', "a,b"]);
  });
  test("what is wrong is shown at its field, and goes when it is taken back", async () => {
    const { open } = opened([() => refusal(422, "validation_failed", [{ path: "fields[1].label", code: "blank", params: {}, message: "Must not be blank" }])]);
    add(open, "b");
    await vi.advanceTimersByTimeAsync(1_000);
    const { safety, problems, draft } = open.look();
    expect(safety).toBe("refused");
    expect(problems).toMatchObject([{ key: draft.fields[1]!.key, member: "label" }]);
    expect(await open.settled()).toBe(false);
    open.undo();
    expect(open.look()).toMatchObject({ safety: "saved", problems: [] });
  });
  test("it is tried again while the server cannot be reached", async () => {
    const { open, sent } = opened([() => new Failure(0)]);
    add(open, "b");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(open.look().safety).toBe("unreachable");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(open.look().safety).toBe("saved");
    expect(sent).toHaveLength(2);
  });
  test("somebody else's change is shown; theirs can be taken, and that be undone", async () => {
    const { open, sent } = opened([() => refusal(412, "precondition_failed")]);
    add(open, "b");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(open.look().safety).toBe("stale");
    add(open, "c");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(1); // nothing is sent before somebody chose
    open.takeTheirs();
    expect(pathsOf(open.look().draft.fields)).toEqual(["theirs"]);
    expect(open.look()).toMatchObject({ safety: "saved", etag: '"v7"' });
    open.undo();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.at(-1)).toEqual(['"v7"', "a,b,c"]);
  });
  test("or mine is put in its place", async () => {
    const { open, sent } = opened([() => refusal(412, "precondition_failed")]);
    add(open, "b");
    await vi.advanceTimersByTimeAsync(1_000);
    open.keepMine();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.at(-1)).toEqual(['"v7"', "a,b"]);
    expect(open.look().safety).toBe("saved");
  });
  test("what is typed while it is being sent is sent next", async () => {
    let answer: (stored: Stored) => void = () => {};
    const { open, sent } = opened([]);
    const wire = (open as unknown as { wire: Wire }).wire;
    const before = wire.fields;
    wire.fields = (fields, etag) => {
      wire.fields = before;
      sent.push([etag, fields.map(({ name }) => name).join()]);
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    add(open, "b");
    await vi.advanceTimersByTimeAsync(800);
    add(open, "c");
    answer(stored([field("a"), field("b")], 2));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toEqual([['"v1"', "a,b"], ['"v2"', "a,b,c"]]);
    expect(open.look().safety).toBe("saved");
  });
  test("what the server did not take is there again when the page opens, on the version that it changes", async () => {
    const { open, kept } = opened([() => refusal(422, "validation_failed", [{ path: "fields[1].label", code: "blank", params: {}, message: "" }])]);
    add(open, "b");
    await vi.advanceTimersByTimeAsync(1_000);
    const last = kept.at(-1) as { etag: string; base: Definition; draft: Definition };
    const { open: _, ...again } = opened([]);
    const wire: Wire = { header: vi.fn(), read: vi.fn(), keep: vi.fn(), fields: async (fields, etag) => (again.sent.push([etag, fields.map(({ name }) => name).join()]), stored(readFields(fields), 2)) };
    const next = new OpenForm(stored([field("a")], 5), wire, { etag: last.etag, base: draftOf(last.base), draft: draftOf(last.draft) });
    expect(pathsOf(next.look().draft.fields)).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(again.sent).toEqual([['"v1"', "a,b"]]);
    next.undo();
    expect(pathsOf((next.look().draft as Draft).fields)).toEqual(["a"]);
  });
});
