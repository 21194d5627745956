import type { Draft, Json, JsonObject, Operation } from "#features/device";

type Planned = Omit<Operation, "sequence" | "deviceTime">;

/** Whether nobody answered: the API wants such members left out. */
const isBlank = (value: Json | undefined) => value === undefined || value === null || (typeof value === "string" && value.trim() === "");

/** Without members that nobody answered. */
export function withoutBlanks(content: JsonObject): JsonObject {
  const answered = Object.entries(content).filter(([, value]) => !isBlank(value));
  const cleaned = answered.map(([name, value]) => [name, isObject(value) ? withoutBlanks(value) : value] as const);
  return Object.fromEntries(cleaned);
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of `record`, at any depth, that one of `likes` has, too: an answer has more than what people fill in. */
function picked(record: JsonObject, likes: JsonObject[]): JsonObject {
  const names = new Set(likes.flatMap((like) => Object.keys(like)));
  const members = Object.entries(record).filter(([name]) => names.has(name));
  const below = (name: string) => likes.map((like) => like[name]).filter(isObject);
  return Object.fromEntries(members.map(([name, value]) => [name, isObject(value) ? picked(value, below(name)) : value]));
}

/** The JSON Merge Patch (RFC 7396) that makes `after` of `before`. */
export function mergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    patch[name] = isObject(was) && isObject(is) ? mergePatch(was, is) : (is ?? null);
  }
  return patch;
}

/** What is to be done to a record so that it becomes what was filled in and is submitted. `content`: as the API takes it. */
export function planned(draft: Draft, content: JsonObject): Planned[] {
  const { kind, uuid, base } = draft;
  if (!base) {
    const created: Planned = { kind, operation: "create", uuid, content };
    return isSubmittedByHand(draft) ? [created, { kind, operation: "submit", uuid }] : [created];
  }
  const before = picked(base.record, [base.filled ?? {}, draft.content, content]);
  const patch = mergePatch(withoutBlanks(before), content);
  const which = { kind, id: base.id };
  const rejected = /^rejected$/i.test(String(base.record.status));
  const changed: Planned = { ...which, operation: "change", content: patch };
  const isChanged = Object.keys(patch).length > 0;
  // The change of a rejected submission reopens it.
  if (!isSubmittedByHand(draft)) return isChanged || rejected ? [changed] : [];
  const reopened: Planned[] = rejected ? [{ ...which, operation: "reopen" }] : [];
  return [...reopened, ...(isChanged ? [changed] : []), { ...which, operation: "submit" }];
}

/** A submission of a built form is submitted by being stored. */
const isSubmittedByHand = ({ kind }: Draft) => kind !== "submissions";

/** Gives the operations their numbers; each goes out from what the one before it left, the first from the draft's base. */
export function numbered(operations: Planned[], first: number, baseVersion: number | undefined, deviceTime: string): Operation[] {
  return operations.map((operation, place) => {
    const base = operation.operation === "create" ? {} : place === 0 ? { baseVersion: baseVersion ?? 1 } : { baseSequence: first + place - 1 };
    return { ...operation, ...base, sequence: first + place, deviceTime };
  });
}
