import { type Copy, type Draft, type JsonObject, type OutboxEntry, database, useKeptOnDevice, withDatabase } from "#features/device";
import { withValueAt } from "#features/drafts";

import { alone } from "./lock.ts";
import { numbered, planned, withoutBlanks } from "./operations.ts";

/**
 * Puts a draft into the queue, at once and wholly: from then on it is sent by itself. `content` is what the API takes. Gives false when
 * the draft is no longer there, because another window has sent it.
 */
export async function enqueue(draft: Draft, content: JsonObject): Promise<boolean> {
  const stored = withTimes(draft, withoutBlanks(content));
  return withDatabase(() =>
    database.transaction("rw", database.drafts, database.outbox, database.people, async () => {
      const person = await database.people.get(draft.person);
      if (!person || !(await database.drafts.get(draft.uuid))) return false;
      const operations = numbered(planned(draft, stored), person.sequence, draft.base?.version, new Date().toISOString());
      await database.drafts.delete(draft.uuid);
      if (operations.length === 0) return true; // nothing was changed
      const entry: OutboxEntry = { device: person.device, sequence: person.sequence, person: person.id, draft, operations, queuedAt: Date.now(), state: "waiting" };
      await database.people.update(person.id, { sequence: person.sequence + operations.length });
      await database.outbox.add(entry);
      return true;
    }),
  );
}

/** With `deviceTimes`, where the kind of record has them. */
function withTimes(draft: Draft, content: JsonObject): JsonObject {
  const times = Object.entries(draft.times).filter(([, at]) => at > 0);
  if (draft.kind === "submissions" || times.length === 0) return content;
  return { ...content, deviceTimes: times.slice(0, 200).map(([field, at]) => ({ field, at })) };
}

/**
 * Takes an entry out of the queue and makes it a draft again, with what the server said of its fields. Gives the draft's uuid; undefined
 * when it has been sent meanwhile.
 */
export async function takeBack({ device, sequence, person }: OutboxEntry): Promise<string | undefined> {
  const take = () =>
    database.transaction("rw", database.drafts, database.outbox, database.copies, async () => {
      const entry = await database.outbox.get([device, sequence]);
      if (!entry) return undefined;
      await database.outbox.delete([device, sequence]);
      await database.drafts.put({ ...(await upToDate(entry.draft)), changedAt: Date.now() });
      return entry.draft.uuid;
    });
  return alone(person, () => withDatabase(take));
}

/** A correction goes out from the newest copy: what it was begun from may be gone, and its person looks at it again before it is sent. */
async function upToDate(draft: Draft): Promise<Draft> {
  const copy = draft.base && (await database.copies.get([draft.person, draft.kind, draft.base.id]));
  return copy && copy.version > draft.base!.version ? { ...draft, base: { ...draft.base, id: copy.id, version: copy.version, record: copy.record } } : draft;
}

/** Settles a conflict: for each of its fields, whose value stands. It becomes a draft that goes out from the record as it is now, `copy`. */
export async function settleConflict(entry: OutboxEntry, copy: Copy, choices: Record<string, "mine" | "theirs">): Promise<string> {
  let content: JsonObject = entry.draft.content;
  for (const { field, theirs } of entry.conflicts ?? []) if (choices[field] !== "mine") content = withValueAt(content, field, theirs);
  const { id, version, record } = copy;
  const draft: Draft = { ...entry.draft, content, base: { ...entry.draft.base, id, version, record }, changedAt: Date.now() };
  await withDatabase(() =>
    database.transaction("rw", database.drafts, database.outbox, async () => {
      await database.outbox.delete([entry.device, entry.sequence]);
      await database.drafts.put(draft);
    }),
  );
  return draft.uuid;
}

/** Gives up what was queued: the record stays as the server has it. */
export const discardEntry = ({ device, sequence }: OutboxEntry) => withDatabase(() => database.outbox.delete([device, sequence]));

export const restoreEntry = (entry: OutboxEntry) => withDatabase(() => database.outbox.put(entry));

/** Somebody's queue, in its order. */
export const useOutbox = (person: number): OutboxEntry[] | undefined =>
  useKeptOnDevice(() => database.outbox.where("person").equals(person).toArray(), [person]);

/** How many forms of each person wait on this device, drafts not counted. */
export const countWaiting = (person: number) => withDatabase(() => database.outbox.where("person").equals(person).count());
