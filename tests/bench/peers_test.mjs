// node peers_test.mjs: what ./dev bench --peers decides before and while it measures: which peers, whether a peer answers as the
// service does, and what becomes of one that does not.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { inTurns } from "../../bench/lib/against_peers.mjs";
import { compareAnswers, differences } from "../../bench/lib/answers.mjs";
import { buildPeers, kindsNamed } from "../../bench/lib/peers.mjs";
import { report } from "../../bench/lib/report.mjs";
import { template } from "../../bench/lib/request.mjs";
import { readMeasurement } from "../../bench/peers/node/measurement.js";

test("a list names peers, each once", () => {
  assert.deepEqual(kindsNamed("axum,go,node"), ["axum", "go", "node"]);
  assert.deepEqual(kindsNamed("node, axum,node"), ["node", "axum"]);
});

for (const list of ["", "rust", "axum,", "axum,toString", "go;node"])
  test(`'${list}' is no list of peers`, () => assert.throws(() => kindsNamed(list), /there is no peer '.*'; there are: axum, go, node/));

test("answers differ at the paths of what differs, is missing or is too much", () => {
  const ours = { data: { id: 1, findings: [{ code: "a" }], note: null }, pagination: { total: 3 } };
  const cases = [
    [{ data: { note: null, findings: [{ code: "a" }], id: 1 }, pagination: { total: 3 } }, []],
    [{ data: { id: "1", findings: [{ code: "a" }], note: null }, pagination: { total: 3 } }, ["data.id"]],
    [{ data: { id: 1, findings: [], note: null }, pagination: { total: 3 } }, ["data.findings.0"]],
    [{ data: { id: 1, findings: { 0: { code: "a" } }, note: null }, pagination: { total: 3 } }, ["data.findings"]],
    [{ data: { id: 1, findings: [{ code: "b" }] }, pagination: { total: 3 } }, ["data.findings.0.code", "data.note"]],
    [{ data: { id: 1, findings: [{ code: "a" }], note: null, more: 0 } }, ["data.more", "pagination"]],
    [null, [""]],
  ];
  for (const [theirs, paths] of cases) assert.deepEqual(differences(ours, theirs), paths, JSON.stringify(theirs));
});

test("what is left out of a comparison is named by its path", () => {
  assert.deepEqual(differences({ a: { b: 1, c: 1 } }, { a: { b: 2, c: 2 } }, ["a.b"]), ["a.c"]);
});

test("a peer whose tool is missing is left out, and said to be", async () => {
  const said = [];
  const path = process.env.PATH;
  process.env.PATH = "/nonexistent";
  try {
    const place = { sources: "/nonexistent", place: "/nonexistent", say: (text) => said.push(text) };
    await assert.rejects(buildPeers(["axum", "go"], place), /none of the peers can be built here/);
  } finally {
    process.env.PATH = path;
  }
  assert.deepEqual(said, ["axum is left out: there is no cargo here", "go is left out: there is no go here"]);
});

test("who fails is out from then on, the others go on and take turns in being first", async () => {
  const asked = [];
  const all = { ours: 1, good: 2, bad: 3 };
  const { measured, failed } = await inTurns(all, 3, (side, round) => {
    asked.push(`${round}:${side}`);
    if (side === 3 && round === 2) throw new Error("answered 500");
    return side * 10;
  });
  assert.deepEqual(asked, ["1:1", "1:2", "1:3", "2:2", "2:3", "2:1", "3:1", "3:2"]);
  assert.deepEqual(failed, { bad: "answered 500" });
  assert.deepEqual(measured, [{ ours: 10, good: 20 }, { good: 20, ours: 10 }, { ours: 10, good: 20 }]);
});

/** Runs `work` with the port of a server that answers everything with this status and JSON. */
async function answering(status, body, work) {
  const text = JSON.stringify(body);
  const server = createServer((_, response) =>
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }).end(text));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await work({ port: server.address().port, ids: { first: 1, last: 9, submissions: { first: 1, last: 9 } } });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const read = { request: { method: "GET", path: "/forms/<<id>>" } };
const marked = template(read.request);
const page = { data: [{ id: 1, fields: { wheelGauge: "1600 (+2,-1)" } }], pagination: { total: 1, next_cursor: "abc" } };

for (const [what, status, body, refused] of [
  ["the same, but for the cursor", 200, { ...page, pagination: { total: 1 } }, undefined],
  ["another field", 200, { ...page, data: [{ id: 1, fields: { wheelGauge: "1603" } }] }, /the answer differs at data\.0\.fields\.wheelGauge/],
  ["another status of success", 203, page, /the answer has status 203/],
  ["no success", 500, {}, /answered 500/],
])
  test(`a peer that answers ${what} is ${refused ? "not" : ""} taken`, () =>
    answering(200, page, (ours) =>
      answering(status, body, async (theirs) => {
        const compared = compareAnswers(ours, theirs, read, marked);
        if (refused) await assert.rejects(compared, refused);
        else await compared;
      })));

test("the report has the ratios of who was measured, and why another was not", () => {
  const same = { median: 1, least: 1, most: 1 };
  const side = (rate, ratio) => ({ rate, ratio, serverTime: 31.2, timeRatio: same, postgresTime: 40, clientTime: 9 });
  const text = report({
    machine: { processors: 2, processor: "any", memoryMiB: 1024, system: "Debian" },
    databases: [{ forms: 9, formsMiB: 1, postgres: "15" }],
    options: { rounds: 5, seconds: 6 },
    tools: ["go version 1"],
    againstPeers: [{
      name: "read one",
      sides: { ours: side(200, same), go: side(100, { median: 2, least: 1.9, most: 2.1 }) },
      failures: { node: "answered 500" },
    }],
  });
  assert.match(text, /^read one, ours +200 +31 /m);
  assert.match(text, /^read one, go +100 +2\.00 +1\.90–2\.10 +31 /m);
  assert.match(text, /^read one, node: not measured: answered 500$/m);
});

test("a peer reads a measurement in the five notations, and nothing else", () => {
  const read = {
    "0.5": [500, null, null],
    "29.4 Flange Thickness": [29_400, null, null],
    "20 TO 28": [null, 20_000, 28_000],
    "915 (900-1000)": [915_000, 900_000, 1_000_000],
    "1600 (+2,-1)": [1_600_000, 1_599_000, 1_602_000],
    "280 (+0.030/+0.052)": [280_000, 280_030, 280_052],
    "280 (+0.0/-0.035)": [280_000, 279_965, 280_000],
  };
  for (const [text, [nominal, low, high]] of Object.entries(read)) assert.deepEqual(readMeasurement(text), { nominal, low, high }, text);
  for (const text of ["", "wide", "1.2345", "28 TO 20", "127 (4-0)", "915 (900-1000", "1 (+2,-1) x", "1 (-2,-3)", "200000"])
    assert.equal(readMeasurement(text), null, text);
});
