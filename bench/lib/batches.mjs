// What phones and spreadsheets send and fetch at once: batches of operations, and exports.
import { randomUUID } from "node:crypto";
import { allSealed } from "./audit.mjs";
import { wheelSpecification } from "./form.mjs";
import { metered } from "./peak.mjs";
import { memory } from "./proc.mjs";

const batches = 40;
const operations = 50; // in each
const forms = batches * operations;

let numbered = 0;
const next = () => wheelSpecification(`BATCH-${process.pid}-${++numbered}`, numbered);

/// Runs `work`, which stores `forms` forms, one request after another.
async function stored(server, work) {
  await allSealed(server); // or earlier events would be sealed meanwhile
  return metered(server, async () => {
    const began = performance.now();
    await work();
    return { count: forms, rate: forms / ((performance.now() - began) / 1000) };
  });
}

/// Forms that come one by one, and in batches of a device: processor time of each form, in µs.
export async function syncing(server, say) {
  say(`storing ${forms} forms one by one, and in batches of ${operations}`);
  const { token } = server;
  const single = await stored(server, async () => {
    for (let form = 0; form < forms; ++form)
      await server.call("POST", "/api/forms/wheel-specifications", {
        token,
        body: next(),
        headers: { "Idempotency-Key": randomUUID() },
      });
  });
  const device = randomUUID();
  const batched = await stored(server, async () => {
    for (let batch = 0; batch < batches; ++batch) {
      const sent = Array.from({ length: operations }, (_, index) => ({
        sequence: batch * operations + index + 1,
        kind: "wheel-specifications",
        operation: "create",
        uuid: randomUUID(),
        content: next(),
      }));
      const body = { device, sentAt: new Date().toISOString(), operations: sent };
      const { data } = await server.call("POST", "/api/sync", { token, body });
      const refused = data.verdicts.find(({ verdict }) => verdict !== "stored");
      if (refused) throw new Error(`an operation was not stored: ${JSON.stringify(refused).slice(0, 500)}`);
    }
  });
  return { single, batched };
}

/// The export of all forms in each format: processor time of a row in µs, and the memory that it took, in MiB.
export async function exporting(server, say) {
  const made = {};
  for (const format of ["csv", "xlsx", "jsonl"]) {
    say(`exporting as ${format}`);
    const before = memory(server.pid).now;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, memory(server.pid).now)), 50);
    made[format] = await metered(server, async () => {
      const count = Number(await server.sql("SELECT count(*) FROM wheel_specifications"));
      const began = performance.now();
      const address = `http://127.0.0.1:${server.port}/api/forms/wheel-specifications/export?format=${format}`;
      const answer = await fetch(address, { headers: { Authorization: `Bearer ${server.token}` } });
      if (!answer.ok) throw new Error(`the export ended so: ${answer.status} ${await answer.text()}`);
      let bytes = 0;
      for await (const part of answer.body) bytes += part.length;
      if (bytes < count * 10) throw new Error(`the export of ${count} rows had only ${bytes} bytes`);
      return { count, rate: count / ((performance.now() - began) / 1000) };
    });
    clearInterval(watch);
    made[format].memory = most - before;
  }
  return made;
}
