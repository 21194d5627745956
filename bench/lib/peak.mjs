// How much each side can do: wrk against the server, pgbench against its database. Each as fast as it gets
// answers.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { childrenTime, postgresTime, processorTime } from "./proc.mjs";
import { run } from "./processes.mjs";
import { rangeArguments } from "./request.mjs";
import { connections } from "./server.mjs";

const usual = 32; // connections of wrk: enough that the server always has a request to work on
const luaScript = fileURLToPath(new URL("wrk.lua", import.meta.url));

/// Runs `work`, which gives the number of operations, and adds the processor time that each of them took, in
/// µs.
export async function metered(server, work) {
  const times = () => [processorTime(server.pid), postgresTime(server.postmaster), childrenTime()];
  const before = times();
  const { rate, count } = await work();
  const [serverTime, databaseTime, clientTime] = times().map(
    (time, index) => ((time - before[index]) / count) * 1e6,
  );
  return { rate, count, serverTime, postgresTime: databaseTime, clientTime };
}

/// {rate, count, serverTime, postgresTime, clientTime}: requests a second, and µs of processor time for one;
/// `requestFile` holds the request with its marks, `tokens` those that <<token>> is drawn from, one in each line.
export const wrk = (server, requestFile, seconds, { connections: clients = usual, tokens } = {}) =>
  metered(server, async () => {
    const output = await run(
      "wrk",
      [
        "-t1",
        `-c${clients}`,
        `-d${seconds}s`,
        "--timeout",
        "10s",
        "-s",
        luaScript,
        `http://127.0.0.1:${server.port}/`,
        "--",
        requestFile,
        Math.floor(Math.random() * 2 ** 31), // seed
        ...rangeArguments(server.ids),
        ...(tokens ? [`token=@${tokens}`] : []),
      ].map(String),
    );
    const found = /^RESULT (.*)$/m.exec(output);
    if (!found) throw new Error(`wrk said:\n${output}`);
    const { count, microseconds, refused, broken } = JSON.parse(found[1]);
    if (refused || broken || !count)
      throw new Error(`of ${count} requests ${refused} were refused and ${broken} broken off`);
    return { count, rate: count / (microseconds / 1e6) };
  });

/// Runs pgbench, on as many connections as the server has, and gives what it printed; `script` as of
/// pgbenchScript(), `more` further options.
export function runPgbench(server, { script, constants }, seconds, scriptFile, more = []) {
  writeFileSync(scriptFile, script);
  const variables = Object.entries(constants).flatMap(([name, value]) => ["-D", `${name}=${value}`]);
  const fixed = ["-n", "-M", "prepared", "-c", connections, "-j", 1, "-T", seconds, "-f", scriptFile];
  return run(
    `${server.programs}pgbench`,
    [...server.login, ...fixed, ...variables, ...more, "kpa"].map(String),
  );
}

/// As wrk(), of pgbench.
export const pgbench = (server, script, seconds, scriptFile) =>
  metered(server, async () => {
    const output = await runPgbench(server, script, seconds, scriptFile);
    const field = (pattern) => Number(pattern.exec(output)?.[1]);
    const [count, rate] = [field(/actually processed: (\d+)/), field(/^tps = ([\d.]+)/m)];
    if (!count || !rate || field(/failed transactions: (\d+)/) > 0)
      throw new Error(`pgbench said:\n${output}`);
    return { count, rate };
  });
