// A row on the server and on its peers, in turns: how much faster the server is.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareAnswers } from "./answers.mjs";
import { allSealed } from "./audit.mjs";
import { median, spread } from "./numbers.mjs";
import { wrk } from "./peak.mjs";
import { template } from "./request.mjs";

/// Runs `measure(server, round)` for each of `all`, {name: server}, in `rounds` rounds. Whoever fails is out from
/// then on. Gives {measured: [{name: result}] without those, failed: {name: why}}.
export async function inTurns(all, rounds, measure) {
  const order = Object.keys(all);
  const failed = {};
  const measured = [];
  for (let round = 1; round <= rounds; ++round) {
    const results = {};
    for (const name of order) {
      if (failed[name]) continue;
      try {
        results[name] = await measure(all[name], round);
      } catch (error) {
        failed[name] = error.message;
      }
    }
    measured.push(results);
    order.push(order.shift()); // who follows whom, and who comes first, says nothing then
  }
  for (const results of measured) for (const name of Object.keys(failed)) delete results[name];
  return { measured, failed };
}

/// Rates and processor times of a row on `server` and on each of `peers`, {name: Peer}, with the ratios server ÷
/// peer. A peer that does not do the same as the server, or answers with no success, is not measured in this row,
/// and `say` tells why.
export async function compareWithPeers(server, peers, row, { rounds, seconds, warmUp, place, say }) {
  const marked = template(row.request, server.token);
  const requestFile = join(place, `${row.name.replaceAll(" ", "-")}-peers.http`);
  writeFileSync(requestFile, marked);
  const all = { ours: server };
  const failures = {};
  for (const [name, peer] of Object.entries(peers)) {
    try {
      await compareAnswers(server, peer, row, marked);
      all[name] = peer;
    } catch (error) {
      failures[name] = error.message;
    }
  }
  const turn = (length) => async (side) => {
    if (row.writes) {
      await allSealed(server); // the events of the turn before, by the server
      await server.sql("CHECKPOINT");
    }
    return wrk(side, requestFile, length);
  };
  say(`${row.name}: warming up`);
  const warm = await inTurns(all, 1, turn(warmUp));
  for (const [name, why] of Object.entries(warm.failed)) {
    failures[name] = why;
    delete all[name];
  }
  if (failures.ours) throw new Error(`${row.name}: ${failures.ours}`);
  let latest;
  const { measured, failed } = await inTurns(all, rounds, (side, round) => {
    if (round !== latest) say(`${row.name}: round ${(latest = round)} of ${rounds}`);
    return turn(seconds)(side);
  });
  if (failed.ours) throw new Error(`${row.name}: ${failed.ours}`);
  Object.assign(failures, failed);
  for (const [name, why] of Object.entries(failures)) say(`${row.name}: ${name} is left out: ${why}`);
  const resultOf = (name) => {
    const of = (field) => median(measured.map((round) => round[name][field]));
    const ours = (field) => spread(measured.map((round) => round.ours[field] / round[name][field]));
    return {
      rate: of("rate"),
      ratio: ours("rate"),
      serverTime: of("serverTime"),
      timeRatio: ours("serverTime"),
      postgresTime: of("postgresTime"),
      clientTime: of("clientTime"),
    };
  };
  const sides = Object.keys(all).filter((name) => !failures[name]);
  return {
    name: row.name,
    rounds: measured,
    sides: Object.fromEntries(sides.map((name) => [name, resultOf(name)])),
    failures,
  };
}
