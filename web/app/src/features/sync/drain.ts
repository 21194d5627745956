import { type OutboxEntry, type Person, database, withDatabase } from "#features/device";

import { Failure } from "#kit/api.ts";

import { type Batch, sendOperations } from "./api/send_operations.ts";
import { apply } from "./verdicts.ts";

const mostOperations = 100; // of a batch, by the API
const mostBytes = 900_000; // its limit is 1 MiB of body

/** Sends what waits, in its order, until nothing waits that could go. Throws a Failure when the server cannot be reached or refuses the batch. */
export async function drain(person: Person): Promise<void> {
  // An entry that could not go now, because it waits for another one, is left for the next time.
  const tried = new Set<string>();
  for (;;) {
    const waiting = await withDatabase(() => database.outbox.where("person").equals(person.id).toArray());
    const batch = nextBatch(waiting.filter((entry) => entry.state === "waiting" && !tried.has(keyOf(entry))));
    const first = batch[0];
    if (!first) return;
    for (const entry of batch) tried.add(keyOf(entry));
    const body: Batch = {
      device: first.device,
      user: person.id,
      sentAt: new Date().toISOString(),
      operations: batch.flatMap((entry) => entry.operations),
    };
    try {
      const verdicts = await sendOperations(body);
      await withDatabase(() => apply(batch, verdicts));
    } catch (error) {
      // An entry that the server cannot even read must hold up nothing else.
      if (batch.length > 1 || !isItsFault(error)) throw error;
      await withDatabase(() => database.outbox.update([first.device, first.sequence], { state: "refused", message: error.message }));
    }
  }
}

const isItsFault = (error: unknown): error is Failure => error instanceof Failure && (error.status === 413 || error.status === 422);

const keyOf = ({ device, sequence }: OutboxEntry) => `${device} ${sequence}`;

/** As many entries of one device as fit; one entry at least. */
function nextBatch(entries: OutboxEntry[]): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  let [operations, bytes] = [0, 0];
  for (const entry of entries) {
    const size = JSON.stringify(entry.operations).length * 3; // characters may take three bytes
    operations += entry.operations.length;
    bytes += size;
    if (batch.length > 0 && (operations > mostOperations || bytes > mostBytes || entry.device !== batch[0]!.device)) break;
    batch.push(entry);
  }
  return batch;
}
