/** One member of what was changed: before, after, or both. */
export interface EntryLine {
  field: string;
  before: string;
  after: string;
}

/** A value as one line of text; empty for none. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && value.every((one) => typeof one !== "object" || one === null)) return value.map(textOf).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Members of members, with their paths. */
function membersOf(value: unknown, path: string, into: Map<string, string>): void {
  if (isObject(value) && (path === "" || Object.keys(value).length > 0)) {
    for (const [name, one] of Object.entries(value)) membersOf(one, path ? `${path}.${name}` : name, into);
  } else if (path || (value !== null && value !== undefined)) {
    into.set(path, textOf(value));
  }
}

/** What an entry tells, member by member. What is the same before and after is left out. */
export function linesOf(before: unknown, after: unknown): EntryLine[] {
  const [was, is] = [new Map<string, string>(), new Map<string, string>()];
  membersOf(before, "", was);
  membersOf(after, "", is);
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  const lines = fields.map((field) => ({ field, before: was.get(field) ?? "", after: is.get(field) ?? "" }));
  return lines.filter((line) => line.before !== line.after);
}
