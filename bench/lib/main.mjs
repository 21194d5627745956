// node main.mjs [options]: what ./dev bench runs; usage() lists the options.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compareWithPeers } from "./against_peers.mjs";
import { exporting, syncing } from "./batches.mjs";
import { inspector } from "./fill.mjs";
import { sealing } from "./audit.mjs";
import { firstAnswer } from "./first_answer.mjs";
import { importing } from "./import.mjs";
import { database, machine, version } from "./machine.mjs";
import { compareRow, measureRow } from "./measure.mjs";
import { Peer, buildPeers, kinds, kindsNamed } from "./peers.mjs";
import { alive, memory } from "./proc.mjs";
import { run, stopAll } from "./processes.mjs";
import { report } from "./report.mjs";
import { rows } from "./rows.mjs";
import { compareVariants, comparisons } from "./variants.mjs";
import { discard, seeded } from "./seed.mjs";
import { Server } from "./server.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const place = join(root, "build/bench");
const migrations = join(root, "migrations");
const sourcesOfPeers = join(root, "bench/peers");
const client = join(root, "build/release/bench/constant_rate");
const ordinary = 100_000; // forms
const large = 10_000_000;
const tables = "'{wheel_specifications,form_submissions,reviews}'::regclass[]"; // that are read

/// What has a line of its own under the table.
const lines = [
  { name: "import", measure: importing },
  { name: "export", measure: exporting },
  { name: "sync", measure: syncing },
];

const lengths = {
  full: { rounds: 5, seconds: 6, warmUp: 2, starts: 7 },
  quick: { rounds: 2, seconds: 2, warmUp: 1, starts: 3 },
};

const usage = `./dev bench [--quick] [--only NAME]… [--fresh] [--kpa FILE]     the server against pgbench
./dev bench --large | --rows N  [the same options]             ${large} (or N) forms against ${ordinary}
./dev bench --peers LIST  [the same options]                   the server against ${Object.keys(kinds).join(",")}

  --quick      short: to see that it works, not to quote
  --only NAME  only rows with NAME in their name
  --fresh      make the databases anew
  --kpa FILE   another program than that of the release build`;

const say = (text) => process.stderr.write(`bench: ${text}\n`);

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      fresh: { type: "boolean", default: false },
      large: { type: "boolean", default: false },
      rows: { type: "string" },
      peers: { type: "string" },
      kpa: { type: "string", default: join(root, "build/release/src/app/kpa") },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const compared = values.large ? large : values.rows === undefined ? undefined : Number(values.rows);
  if (compared !== undefined && !(Number.isInteger(compared) && compared > ordinary))
    throw new Error(`--rows takes a number above ${ordinary}`);
  const peers = values.peers === undefined ? undefined : kindsNamed(values.peers);
  if (compared && peers) throw new Error("--peers goes with neither --large nor --rows");
  const named = ({ name }) => !values.only.length || values.only.some((part) => name.includes(part));
  const possible = rows.filter((row) => (!compared || row.compared) && (!peers || row.peers));
  const more = compared || peers ? [] : [...comparisons, ...lines];
  const chosen = possible.filter(named);
  const variants = comparisons.filter((row) => more.includes(row) && named(row));
  const alone = lines.filter((line) => more.includes(line) && named(line));
  if (!chosen.length && !variants.length && !alone.length && !values.help) {
    const names = [...possible, ...more].map(({ name }) => name);
    throw new Error(`no row is named so; there are: ${names.join(", ")}`);
  }
  const missing = [values.kpa, client].find((program) => !existsSync(program));
  if (missing && !values.help) throw new Error(`there is no ${missing}: ./dev bench builds it`);
  return { ...values, compared, peers, chosen, variants, alone, ...lengths[values.quick ? "quick" : "full"] };
}

/// One run at a time: two would measure each other.
function takeTurn() {
  const lock = join(place, "running.pid");
  const other = existsSync(lock) && Number(readFileSync(lock, "utf8"));
  if (other && alive(other)) throw new Error(`another run, process ${other}, is under way`);
  writeFileSync(lock, String(process.pid));
  return () => rmSync(lock, { force: true });
}

/// A server on a data directory, logged in, its forms read into the system's cache.
async function startServer(options, { directory, ids }, log) {
  const server = await Server.start({ kpa: options.kpa, dataDirectory: directory, log: join(place, log) });
  const { phone_number, password } = inspector;
  const login = await server.call("POST", "/api/users/login", { body: { phone_number, password } });
  server.token = login.access_token;
  server.ids = ids;
  await server.sql(`SELECT count(pg_prewarm(oid, 'read')) FROM
    (SELECT oid FROM pg_class WHERE oid = ANY (${tables})
     UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid = ANY (${tables})) all_of_it`);
  return server;
}

/// A server on a copy of the database, for rows that write: {server, work}, where the copy is.
async function startOnCopy(options, base) {
  const work = join(place, "work");
  discard(work);
  await run("cp", ["-a", base.directory, work]);
  return { server: await startServer(options, { ...base, directory: work }, "server.log"), work };
}

async function measureRows(options, base) {
  const { server, work } = await startOnCopy(options, base);
  const databases = [await database(server)];
  const measured = [];
  for (const row of options.chosen)
    measured.push(await measureRow(server, row, { ...options, place, client, say }));
  const after = memory(server.pid);
  const variants = [];
  for (const comparison of options.variants)
    variants.push(await compareVariants(server, comparison, { ...options, place, say }));
  const sealed = options.only.length ? undefined : await sealing(server, say);
  const timed = {};
  for (const { name, measure } of options.alone) timed[name] = await measure(server, say);
  const start = { ...options, row: rows[0], token: server.token, ids: base.ids, place };
  say("first answers");
  const external = await firstAnswer({ ...start, dataDirectory: join(place, "second"), database: server });
  await server.stop();
  const embedded = await firstAnswer({ ...start, dataDirectory: work });
  discard(work);
  return {
    databases,
    rows: measured,
    variants,
    sealing: sealed,
    ...timed,
    memory: after,
    firstAnswer: { external, embedded },
  };
}

async function compareSizes(options, base, big) {
  const small = await startServer(options, base, "server.log");
  const other = await startServer(options, big, "server-large.log");
  const databases = [await database(small), await database(other)];
  const comparison = [];
  for (const row of options.chosen)
    comparison.push(await compareRow(small, other, row, { ...options, place, say }));
  await other.stop();
  await small.stop();
  return { databases, comparison, secondsToMake: big.seconds };
}

async function measurePeers(options, base, built) {
  const { server, work } = await startOnCopy(options, base);
  const databases = [await database(server)];
  const person = await server.sql(`SELECT id FROM users WHERE phone_number = '${inspector.phone_number}'`);
  const peers = {};
  for (const one of built)
    for (const variant of Object.keys(kinds[one.kind].variants)) {
      const log = join(place, `peer-${variant}.log`);
      const statements = join(sourcesOfPeers, "statements");
      peers[variant] = await Peer.start(one, variant, { base: server, person, statements, log });
    }
  const againstPeers = [];
  for (const row of options.chosen)
    againstPeers.push(await compareWithPeers(server, peers, row, { ...options, place, say }));
  for (const peer of Object.values(peers)) await peer.stop();
  await server.stop();
  discard(work);
  return { databases, againstPeers, tools: built.flatMap(({ versions }) => versions) };
}

/// Writes the result and gives its path: under bench/results when it is fit to be quoted.
async function write(options, result) {
  const { commit } = await version(root);
  const quotable = !options.quick && !options.only.length;
  const directory = quotable ? join(root, "bench/results") : place;
  const date = new Date().toISOString();
  const kind = options.compared ? `-${options.compared}` : options.peers ? "-peers" : "";
  const path = join(directory, `${date.slice(0, 10)}-${commit}${kind}.json`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path, `${JSON.stringify({ date, commit, ...result }, null, 1)}\n`);
  return path;
}

async function main() {
  const options = readOptions();
  if (options.help) return console.log(usage);
  mkdirSync(place, { recursive: true });
  const release = takeTurn();
  try {
    const seed = (count, withEvents) =>
      seeded({ kpa: options.kpa, place, migrations, rows: count, withEvents, fresh: options.fresh, say });
    const built =
      options.peers &&
      (await buildPeers(options.peers, { sources: sourcesOfPeers, place: join(place, "peers"), say }));
    const base = await seed(ordinary, true);
    const measured = options.compared
      ? await compareSizes(options, base, await seed(options.compared, false))
      : built
        ? await measurePeers(options, base, built)
        : await measureRows(options, base);
    const { rounds, seconds, warmUp, starts } = options;
    const result = {
      machine: await machine(options.kpa),
      options: { rounds, seconds, warmUp, starts },
      ...measured,
    };
    console.log(report(result));
    say(`all figures: ${await write(options, result)}`);
  } finally {
    release();
  }
}

let interrupted = false;
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])
  process.on(signal, async () => {
    if (interrupted) return;
    interrupted = true;
    say("stopping");
    await stopAll();
    rmSync(join(place, "running.pid"), { force: true });
    process.exit(code);
  });

try {
  await main();
} catch (error) {
  if (!interrupted) {
    say(error.message);
    await stopAll();
    process.exitCode = error.code?.startsWith?.("ERR_PARSE_ARGS") ? 2 : 1;
  }
}
