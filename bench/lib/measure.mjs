// Measures one row: the server and pgbench in turns, so that what else the machine does hits both alike.
import { join } from "node:path";
import { atConstantRate } from "./constant_rate.mjs";
import { median, quantile, spread } from "./numbers.mjs";
import { pgbench, wrk } from "./peak.mjs";
import { template } from "./request.mjs";
import { pgbenchScript } from "./statements.mjs";

/// The two sides of a row on one server, ready to be run: {peak, pgbench} for a number of seconds, and the
/// statements.
async function sides(server, row, place) {
  const marked = template(row.request, server.token);
  const script = await pgbenchScript(server, marked, server.ids);
  const file = (kind) => join(place, `${row.name.replaceAll(" ", "-")}-${server.ids.last}.${kind}`);
  // Writing rows begin with nothing left to write out, whichever side is next.
  const settle = async () => {
    if (row.writes) await server.sql("CHECKPOINT");
  };
  return {
    marked,
    statements: script.statements,
    server: async (seconds) => {
      await settle();
      return wrk(server, marked, seconds, file("http"));
    },
    pgbench: async (seconds) => {
      await settle();
      return pgbench(server, script, seconds, file("sql"));
    },
  };
}

/// Rates, processor time and latencies of a row: every round, and what is made of them.
export async function measureRow(server, row, { rounds, seconds, warmUp, place, say }) {
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
  const all = [];
  const allLateness = [];
  for (let round = 1; round <= rounds; ++round) {
    say(`${row.name}: ${Math.round(rate)} requests/s, round ${round} of ${rounds}`);
    const { latencies, lateness } = await atConstantRate({
      port: server.port,
      marked: side.marked,
      ids: server.ids,
      rate,
      seconds,
    });
    for (const value of latencies) all.push(value);
    for (const value of lateness) allLateness.push(value);
    latency.push({
      count: latencies.length,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      most: quantile(latencies, 1),
      clientLate: quantile(lateness, 0.99),
    });
  }
  return {
    name: row.name,
    goal: row.ratio,
    statements: side.statements,
    peak,
    latency,
    rate: { server: of("server", "rate"), pgbench: of("pgbench", "rate") },
    ratio: spread(peak.map((round) => round.server.rate / round.pgbench.rate)),
    halfPeak: rate,
    p50: quantile(all, 0.5),
    p99: quantile(all, 0.99),
    clientLate: quantile(allLateness, 0.99),
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
