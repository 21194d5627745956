import { type Conflict, type JsonObject, type Operation, type OutboxEntry, database } from "#features/device";

import type { Verdict } from "./api/send_operations.ts";

/** Writes down what became of the operations of entries, all at once: a crash in between sends them again, which the server knows. */
export async function apply(entries: OutboxEntry[], verdicts: Verdict[]): Promise<void> {
  const by = new Map(verdicts.map((verdict) => [verdict.sequence, verdict]));
  await database.transaction("rw", database.outbox, database.copies, database.drafts, async () => {
    for (const entry of entries) await applyTo(entry, by);
  });
}

const isDone = (verdict: Verdict | undefined) => verdict?.verdict === "stored" || verdict?.verdict === "already_stored";

async function applyTo(entry: OutboxEntry, by: Map<number | null | undefined, Verdict>): Promise<void> {
  const key: [string, number] = [entry.device, entry.sequence];
  if (!(await database.outbox.get(key))) return; // taken back meanwhile, in another window
  const done = entry.operations.filter(({ sequence }) => isDone(by.get(sequence)));
  for (const { sequence } of done) await keepCopy(entry, by.get(sequence)!);
  if (done.length === entry.operations.length) return database.outbox.delete(key);

  const stopped = entry.operations.map(({ sequence }) => by.get(sequence)).find((verdict) => verdict?.verdict === "refused" || verdict?.verdict === "conflict");
  const last = done.length > 0 ? by.get(done.at(-1)!.sequence) : undefined;
  const rest = entry.operations.filter((operation) => !done.includes(operation));
  const draft = last ? { ...entry.draft, base: { ...entry.draft.base, id: last.id!, version: last.version!, record: last.record as JsonObject } } : entry.draft;
  if (!stopped) return void (await database.outbox.update(key, { operations: basedOn(rest, done, last), draft }));
  if (stopped.verdict === "conflict") {
    const present = { id: stopped.id!, version: stopped.version! };
    await database.outbox.update(key, { state: "conflict", conflicts: stopped.conflicts as Conflict[], present, draft });
    return;
  }
  const problem = stopped.problem as { message?: string; details?: { path: string; message: string }[] } | null;
  const problems = Object.fromEntries((problem?.details ?? []).map(({ path, message }) => [path, message]));
  await database.outbox.update(key, { state: "refused", message: problem?.message ?? "", draft: { ...draft, problems } });
}

/** What is left of an entry whose first operations are done goes out from what they made. */
function basedOn(rest: Operation[], done: Operation[], last: Verdict | undefined): Operation[] {
  if (!last) return rest;
  return rest.map((operation) => {
    if (!done.some(({ sequence }) => sequence === operation.baseSequence)) return operation;
    const { baseSequence: _, ...others } = operation;
    return { ...others, baseVersion: last.version! };
  });
}

async function keepCopy({ person }: OutboxEntry, { kind, id, uuid, version, record }: Verdict): Promise<void> {
  if (!kind || id == null || version == null || !record) return;
  const known = await database.copies.get([person, kind, id]);
  if (known && known.version > version) return;
  await database.copies.put({ person, kind, id, version, ...(uuid ? { uuid } : {}), record: record as JsonObject });
}
