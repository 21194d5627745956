// Latency at a constant rate, whatever the answers take: of the server by bench/constant_rate.cpp, of its
// database by pgbench.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runPgbench } from "./peak.mjs";
import { run } from "./processes.mjs";
import { rangeArguments } from "./request.mjs";

/// {count, errors, p50, p95, p99, max, late}: latencies in µs from when the requests were due, and how late the
/// client itself was with 99 of a hundred at most. `program` is the client, `requestFile` holds the request with
/// its marks. An answer that is no success throws.
export async function atConstantRate(program, server, requestFile, rate, seconds) {
  const output = await run(program, [server.port, requestFile, rate, seconds, ...rangeArguments(server.ids)]);
  const result = JSON.parse(output);
  if (result.errors) throw new Error(`${result.errors} requests had no success at a constant rate`);
  return result;
}

/// {count, p50, p99}: the same of pgbench with `script` as of pgbenchScript(), in µs from when its transactions
/// were due.
export async function pgbenchAtConstantRate(server, script, rate, seconds, scriptFile) {
  const logs = mkdtempSync(join(dirname(scriptFile), "pgbench-"));
  try {
    const options = ["--rate", rate, "--log", "--log-prefix", join(logs, "log")];
    await runPgbench(server, script, seconds, scriptFile, options);
    const times = readdirSync(logs)
      .flatMap((name) => readFileSync(join(logs, name), "utf8").split("\n"))
      .filter(Boolean)
      .map((line) => Number(line.split(" ")[2])) // client, number, latency, …
      .sort((one, other) => one - other);
    const below = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
    return { count: times.length, p50: below(0.5), p99: below(0.99) };
  } finally {
    rmSync(logs, { recursive: true });
  }
}
