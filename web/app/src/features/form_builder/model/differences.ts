import { type Definition, expressionNames } from "./field.ts";

/** Something about a field, or about the form itself, that is otherwise in another version. */
export interface Change {
  /** `label`, `rules.min`, `options.worn`, `translations.hi.label`. */
  member: string;
  before: string;
  after: string;
}
export interface Difference {
  kind: "added" | "removed" | "changed" | "moved";
  /** `axles.load`; blank: the form itself. */
  path: string;
  label: string;
  changes: Change[];
}

type WireField = Definition["fields"][number];

/** Everything that is set, flat, as texts. */
function flat(value: unknown, path: string, into: Map<string, string>): void {
  if (value === null || value === undefined || value === "" || value === false) return;
  if (Array.isArray(value)) into.set(path, value.join(", "));
  else if (typeof value === "object") for (const [name, one] of Object.entries(value)) flat(one, `${path}.${name}`, into);
  else into.set(path, value === true ? "✓" : String(value));
}

const ownMembers = ["label", "field_type", "placeholder", "help_text", "is_required", ...expressionNames, "rule_message", "translations"] as const;

function membersOf(field: WireField): Map<string, string> {
  const { options, validation_rules } = field;
  const members = new Map<string, string>();
  for (const name of ownMembers) flat(field[name], name, members);
  for (const [name, rule] of Object.entries((validation_rules ?? {}) as Record<string, unknown>)) {
    flat(rule, `rules.${name}`, members);
    if (rule === false) members.set(`rules.${name}`, "✗"); // a group repeats unless it says that it does not
  }
  for (const { value, label, translations } of options ?? []) {
    members.set(`options.${value}`, label);
    flat(translations, `options.${value}`, members);
  }
  if ((options ?? []).length > 1) members.set("order", (options ?? []).map(({ value }) => value).join(", "));
  return members;
}

function headerOf(form: Definition): Map<string, string> {
  const members = new Map<string, string>();
  for (const name of ["title", "description", "form_type", "language", "translations"] as const) flat(form[name], name, members);
  return members;
}

function changesOf(before: Map<string, string>, after: Map<string, string>): Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changes = names.map((member) => ({ member, before: before.get(member) ?? "", after: after.get(member) ?? "" })).filter((one) => one.before !== one.after);
  // That options come or go changes their order, too: it is told only where it is all that changed.
  const ofOptions = changes.some(({ member, before: was, after: is }) => member.startsWith("options.") && (was === "" || is === ""));
  return ofOptions ? changes.filter(({ member }) => member !== "order") : changes;
}

/** The names that keep their order: a longest common row. */
function inOrder(before: readonly string[], after: readonly string[]): Set<string> {
  const best: string[][] = [];
  const places = after.map((name) => before.indexOf(name));
  places.forEach((place, number) => {
    let longest: string[] = [];
    for (let other = 0; other < number; ++other) if (places[other]! < place && best[other]!.length > longest.length) longest = best[other]!;
    best.push([...longest, after[number]!]);
  });
  return new Set(best.reduce((longest, one) => (one.length > longest.length ? one : longest), []));
}

function ofFields(before: readonly WireField[], after: readonly WireField[], prefix: string): Difference[] {
  const was = new Map(before.map((field) => [field.name, field]));
  const names = new Set(after.map(({ name }) => name));
  const common = (list: readonly WireField[], others: { has: (name: string) => boolean }) => list.map(({ name }) => name).filter((name) => others.has(name));
  const kept = inOrder(common(before, names), common(after, was));
  const whole = (kind: "added" | "removed", field: WireField): Difference => ({ kind, path: prefix + field.name, label: field.label, changes: [] });
  const found = after.flatMap((field): Difference[] => {
    const old = was.get(field.name);
    if (!old) return [whole("added", field)];
    const path = prefix + field.name;
    const changes = changesOf(membersOf(old), membersOf(field));
    const own: Difference[] = changes.length > 0 ? [{ kind: "changed", path, label: field.label, changes }] : [];
    const move: Difference[] = kept.has(field.name) ? [] : [{ kind: "moved", path, label: field.label, changes: [] }];
    return [...own, ...move, ...ofFields(old.fields ?? [], field.fields ?? [], `${path}.`)];
  });
  return [...found, ...before.filter(({ name }) => !names.has(name)).map((field) => whole("removed", field))];
}

/** What is otherwise in `after`, in its order; what is gone comes last in each group. */
export function differencesOf(before: Definition, after: Definition): Difference[] {
  const header = changesOf(headerOf(before), headerOf(after));
  const own: Difference[] = header.length > 0 ? [{ kind: "changed", path: "", label: after.title, changes: header }] : [];
  return [...own, ...ofFields(before.fields, after.fields, "")];
}
