// Measures one row: the server and pgbench in turns, so that what else the machine does hits both alike.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withoutEvents } from "./audit.mjs";
import { atConstantRate, pgbenchAtConstantRate } from "./latency.mjs";
import { median, spread } from "./numbers.mjs";
import { pgbench, wrk } from "./peak.mjs";
import { template } from "./request.mjs";
import { pgbenchScript } from "./statements.mjs";

/// The two sides of a row on one server, ready to be run for a number of seconds: {server, pgbench} at their
/// peak, {constant, pgbenchConstant} at a rate; and the statements.
async function sides(server, row, place) {
  const marked = template(row.request, server.token);
  const script = await pgbenchScript(server, marked, server.ids);
  const file = (kind) => join(place, `${row.name.replaceAll(" ", "-")}-${server.ids.last}.${kind}`);
  const requestFile = file("http");
  writeFileSync(requestFile, marked);
  // Writing rows begin with nothing left to write out, whichever side is next.
  const settle = async () => {
    if (row.writes) await server.sql("CHECKPOINT");
  };
  return {
    statements: script.statements,
    server: async (seconds) => {
      await settle();
      const run = () => wrk(server, requestFile, seconds);
      return row.writes ? run() : withoutEvents(server, run);
    },
    constant: async (client, rate, seconds) => {
      await settle();
      return atConstantRate(client, server, requestFile, rate, seconds);
    },
    pgbench: async (seconds) => {
      await settle();
      return pgbench(server, script, seconds, file("sql"));
    },
    pgbenchConstant: async (rate, seconds) => {
      await settle();
      return pgbenchAtConstantRate(server, script, rate, seconds, file("sql"));
    },
  };
}

/// Rates, processor time and latencies of a row: every round, and what is made of them.
export async function measureRow(server, row, { rounds, seconds, warmUp, place, client, say }) {
  const side = await sides(server, row, place);
  await side.pgbench(warmUp);
  await side.server(warmUp);
  const peak = [];
  for (let round = 1; round <= rounds; ++round) {
    say(`${row.name}: round ${round} of ${rounds}`);
    peak.push({ pgbench: await side.pgbench(seconds), server: await side.server(seconds) });
  }
  const of = (which, field) => median(peak.map((round) => round[which][field]));
  const rate = of("server", "rate") / 2;
  const latency = [];
  for (let round = 1; round <= rounds; ++round) {
    say(`${row.name}: ${Math.round(rate)} requests/s, round ${round} of ${rounds}`);
    const pgbenchLatency = await side.pgbenchConstant(rate, seconds);
    latency.push({ pgbench: pgbenchLatency, server: await side.constant(client, rate, seconds) });
  }
  const latencies = (which, field) => spread(latency.map((round) => round[which][field]));
  return {
    name: row.name,
    goal: row.ratio,
    statements: side.statements,
    peak,
    latency,
    rate: { server: of("server", "rate"), pgbench: of("pgbench", "rate") },
    ratio: spread(peak.map((round) => round.server.rate / round.pgbench.rate)),
    halfPeak: rate,
    p50: latencies("server", "p50"),
    p99: latencies("server", "p99"),
    pgbenchP99: latencies("pgbench", "p99"),
    clientLate: latencies("server", "late"),
    serverTime: of("server", "serverTime"),
    postgresTime: of("server", "postgresTime"),
    clientTime: of("server", "clientTime"),
    pgbenchTimes: { postgres: of("pgbench", "postgresTime"), client: of("pgbench", "clientTime") },
  };
}

/// A row on two servers in turns: how much slower the large one is, and pgbench on its database.
export async function compareRow(small, large, row, { rounds, seconds, warmUp, place, say }) {
  const both = { small: await sides(small, row, place), large: await sides(large, row, place) };
  for (const side of Object.values(both)) {
    await side.pgbench(warmUp);
    await side.server(warmUp);
  }
  const measured = [];
  for (let round = 1; round <= rounds; ++round) {
    say(`${row.name}: round ${round} of ${rounds}`);
    const result = {};
    for (const which of ["pgbench", "server"])
      result[which] = { small: await both.small[which](seconds), large: await both.large[which](seconds) };
    measured.push(result);
  }
  const slowdown = (which) =>
    spread(measured.map((round) => round[which].small.rate / round[which].large.rate));
  const rate = (size) => median(measured.map((round) => round.server[size].rate));
  return {
    name: row.name,
    statements: both.large.statements,
    peak: measured,
    rate: { small: rate("small"), large: rate("large") },
    slowdown: slowdown("server"),
    pgbenchSlowdown: slowdown("pgbench"),
  };
}
