// node contract_test.mjs <kpa>: calls every operation of the running service's OpenAPI document with the document's own
// examples, and compares every answer with the document. Each operation is asked in one of the languages, and its texts
// must come in it.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";

import { foreignTexts, languages } from "../languages/texts.mjs";
import { startService } from "../support/service.mjs";
import { bodyWith, disagreements, leavesOf, meant, queryTexts, values as anyValues } from "./bodies.mjs";
import { Document, exampleOf } from "./document.mjs";
import { collection, filled, told } from "./walks.mjs";

// Whom the examples mean by themselves: they name this id and this password.
const caller = { phone: "+919876543210", password: "securepass123", employeeId: "123" };
// Examples that only an earlier answer can make real.
const newest = ["refresh_token"];
// Registering with a query parameter is for somebody new.
const registering = { path: "/api/users/register", phone: "+1234567891" };
const calls = told("calls");
const callOf = ({ name }) => calls[name] ?? {};
const records = told("records");

/** What an authenticator app shows now (RFC 6238). */
function totp(secret) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const key = Buffer.from(bits.join("").match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const problem = { $ref: "#/components/schemas/Problem" };
const isUsers = (operation) => operation.path.startsWith("/api/users/");

/** Users first, the POST that makes a record before what works on it, DELETE late, of all later; else as documented. */
function inOrder(operations) {
  const ranks = (operation) => [
    callOf(operation).late ?? 0,
    operation.method === "DELETE",
    operation.method === "DELETE" && !operation.path.endsWith("}"),
    !isUsers(operation),
    operations.findIndex((other) => collection(other) === collection(operation)),
    operation.method !== "POST" || operation.path.includes("{"),
  ];
  const difference = (a, b) => ranks(a).map((rank, at) => rank - ranks(b)[at]).find((found) => found !== 0) ?? 0;
  return [...operations].sort(difference);
}

await test("contract", async (t) => {
  const service = await startService(process.argv[2]);
  try {
    const document = new Document((await service.call("GET", "/api/openapi.json")).body);
    const operations = document.operations();
    const tokens = await service.superuser(caller.phone, caller.password);
    await service.sql(`UPDATE users SET employee_id = '${caller.employeeId}' WHERE phone_number = '${caller.phone}'`);
    const codes = {}; // path of the operation that makes it → code
    const seen = Object.fromEntries(newest.map((name) => [name, tokens[name]]));
    const ids = {}; // collection → id of the record made in it
    const values = {}; // collection → values of the further parameters below it

    const { id: me } = (await service.call("GET", "/api/users/profile", { token: tokens.access_token })).body;
    /** Runs SQL of a feature: `owner` is whose record it makes, or what it makes more of. */
    const made = async (sql, owner) => service.sql(await filled(sql, (name) => (name === "owner" ? owner : undefined)));
    // What no operation makes.
    for (const [path, { sql, ids: further = {} }] of Object.entries(records)) {
      if (operations.some(({ name }) => name === `POST ${path}`)) continue;
      ids[path] = await made(sql, me);
      for (const [parameter, sql] of Object.entries(further))
        values[path] = { ...values[path], [parameter]: await made(sql, me) };
    }

    const pathOf = (operation) =>
      operation.path.replaceAll(/{(\w+)}/g, (_, name) => {
        const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
        return values[collection(operation)]?.[name] ?? ids[collection(operation)] ?? exampleOf(parameter);
      });
    const bodyOf = ({ name, body }) => {
      const code = codes[calls[name]?.code_from];
      const real = { ...seen, ...(code && { code }) };
      return body && Object.fromEntries(Object.entries(body).map(([name, value]) => [name, real[name] ?? value]));
    };
    const isText = ({ body }) => typeof body === "string";
    const contentOf = (operation) =>
      isText(operation) ? { rawBody: operation.body, type: operation.bodyType } : { body: bodyOf(operation) };
    const requestOf = (operation) =>
      ({ query: "", token: operation.secured && tokens.access_token, ...contentOf(operation) });
    const languageOf = (operation) =>
      languages[Math.max(0, operations.findIndex(({ path }) => path === operation.path)) % languages.length];
    const call = async (operation, difference = {}) => {
      const { query, headers, type, ...request } = { ...requestOf(operation), ...difference };
      const language = languageOf(operation);
      const answer = await service.call(operation.method, pathOf(operation) + query,
        { ...request, headers: { "Accept-Language": language, ...(type && { "Content-Type": type }), ...headers } });
      assert.deepEqual(answer.body ? foreignTexts(language, answer) : [], [], "see docs/how-to/translate.md");
      return answer;
    };
    /** What was only accepted goes on changing until it has ended. */
    const ended = async (location) => {
      for (;;) {
        const { body } = await service.call("GET", location, { token: tokens.access_token });
        if (body.finished_at) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const fits = (operation, answer) => assert.deepEqual(document.faults(operation, answer), []);

    /** A plain request to where one listens is told to open a WebSocket. */
    const succeeded = (operation, answer) => {
      const { example_is_answered: otherwise } = callOf(operation);
      if (otherwise) assert.equal(answer.status, otherwise, answer.text);
      else if (operation.responses[101]) assert.equal(answer.status, 426, answer.text);
      else assert.ok(answer.status >= 200 && answer.status < 300, `${answer.status} ${answer.text}`);
      fits(operation, answer);
    };

    await t.test("every parameter has an example", () => {
      const without = operations.flatMap((operation) =>
        operation.parameters.filter((one) => exampleOf(one) === undefined).map((one) => [operation.name, one.name]));
      assert.deepEqual(without, []);
    });

    await t.test("every operation has a name of its own, which begins with a verb, and says nothing of its path", () => {
      const ids = operations.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*$/.test(id) || /Api|Users[A-Z]|By[A-Z]/.test(id.replace(/^getApi/, ""))), []);
    });

    await t.test("operations stand in the order of their tags", () => {
      const order = document.content.tags.map(({ name }) => name);
      const places = operations.map(({ tag }) => order.indexOf(tag));
      assert.deepEqual(places, [...places].sort((a, b) => a - b));
    });

    for (const operation of operations.filter(({ secured }) => secured))
      await t.test(`${operation.name} without and with a wrong token is 401`, async () => {
        for (const token of [null, "no-token"]) {
          const answer = await call(operation, { token });
          assert.equal(answer.status, 401, answer.text);
          assert.match(answer.headers.get("WWW-Authenticate"), /^Bearer/);
          fits(operation, answer);
        }
      });

    for (const operation of operations)
      await t.test(`${operation.name} with an unknown query parameter is 422`, async () => {
        const answer = await call(operation, { query: "?surely_unknown=1" });
        assert.equal(answer.status, 422, answer.text);
        assert.deepEqual(Object.keys(answer.body.errors), ["surely_unknown"]);
        if (operation.responses[422]) fits(operation, answer);
        else assert.deepEqual(document.faultsOfValue(problem, answer.body), []);
      });

    for (const operation of operations.filter(({ parameters }) => parameters.some((one) => one.in === "query")))
      await t.test(`${operation.name} refuses of its query what the schemas refuse, and nothing else`, async () => {
        const leaves = operation.parameters.filter((one) => one.in === "query").map(({ name, schema }) => ({ path: [name], schema }));
        const check = async (some, text) => {
          const pairs = some.map(({ path }) => [path[0], text]);
          const answer = await call(operation, { query: `?${new URLSearchParams([["surely_unknown", "1"], ...pairs])}` });
          assert.equal(answer.status, 422, answer.text);
          const wrong = some.flatMap((leaf) => disagreements(document, [leaf], meant(leaf.schema, text), answer.body.details));
          assert.deepEqual(wrong, []);
        };
        const isLong = (text) => text.length > 300; // all at once would be too long a URI
        for (const text of queryTexts) for (const some of isLong(text) ? leaves.map((leaf) => [leaf]) : [leaves]) await check(some, text);
      });

    for (const operation of inOrder(operations)) {
      const { name, method, parameters } = operation;
      const takes = (field) => parameters.find((parameter) => parameter.name === field);

      if (operation.body && !isText(operation))
        await t.test(`${name} with an unknown member is 422`, async () => {
          const answer = await call(operation, { body: { ...bodyOf(operation), surely_unknown: 1 } });
          assert.equal(answer.status, 422, answer.text);
          assert.deepEqual(Object.keys(answer.body.errors), ["surely_unknown"]);
          fits(operation, answer);
        });

      if (operation.body && !isText(operation))
        await t.test(`${name} refuses of its body what the schema refuses, and nothing else`, async () => {
          const leaves = leavesOf(document, operation.bodySchema);
          for (const value of anyValues) {
            const body = { ...bodyWith(leaves.map(({ path }) => [path, value])), surely_unknown: 1 };
            const answer = await call(operation, { body });
            assert.equal(answer.status, 422, answer.text);
            assert.deepEqual(disagreements(document, leaves, value, answer.body.details), []);
          }
        });

      if (takes("If-Match"))
        await t.test(`${name} with another version in If-Match is 412`, async () => {
          const answer = await call(operation, { headers: { "If-Match": '"v1000000"' } });
          assert.equal(answer.status, 412, answer.text);
          fits(operation, answer);
        });

      await t.test(`${name} with its example succeeds`, async () => {
        const { prepare } = callOf(operation);
        if (prepare) await service.sql(await filled(prepare, () => ids[collection(operation)]));
        const key = takes("Idempotency-Key");
        const headers = key && { [key.name]: `${exampleOf(key)}-${operations.indexOf(operation)}` };
        const request = { headers, ...contentOf(operation) };
        const answer = await call(operation, request);
        succeeded(operation, answer);
        if (key && !callOf(operation).example_is_answered) {
          const replay = await call(operation, request);
          assert.equal(replay.headers.get("Idempotency-Replayed"), "true");
          assert.deepEqual([replay.status, replay.body], [answer.status, answer.body]);
        }
        const sendsCode = method === "POST" && Object.values(calls).some(({ code_from }) => code_from === operation.path);
        if (answer.body?.secret) codes[operation.path] = totp(answer.body.secret);
        else if (sendsCode) codes[operation.path] = await service.nextCode();
        seen.second_factor = answer.body?.recovery_codes?.[0] ?? seen.second_factor;
        const begun = answer.headers.get("Location");
        if (answer.status === 202 && begun) await ended(begun);
        for (const member of newest) seen[member] = answer.body?.[member] ?? seen[member];
        const where = collection(operation);
        if (method !== "POST" || ids[where]) return;
        ids[where] = answer.body?.data?.id ?? answer.body?.id;
        for (const [parameter, sql] of Object.entries(records[where]?.ids ?? {}))
          values[where] = { ...values[where], [parameter]: await made(sql, ids[where]) };
      });

      // A code is good once, and its next one is not sent for a while.
      const again = callOf(operation).code_from === undefined;
      for (const parameter of parameters.filter((one) => again && one.in === "query" && exampleOf(one) !== undefined))
        await t.test(`${name} with ${parameter.name} succeeds`, async () => {
          const query = `?${parameter.name}=${encodeURIComponent(exampleOf(parameter))}`;
          const body = bodyOf(operation);
          if (operation.path === registering.path) body.phone_number = registering.phone;
          succeeded(operation, await call(operation, { query, body }));
        });

      if (method === "GET")
        await t.test(`${name} answers HEAD, and an ETag that it knows`, async () => {
          const answer = await call(operation);
          const head = await call({ ...operation, method: "HEAD" });
          assert.deepEqual([head.status, head.type, head.text], [answer.status, answer.type, ""]);
          if (!takes("If-None-Match")) return;
          const again = await call(operation, { headers: { "If-None-Match": answer.headers.get("ETag") } });
          assert.equal(again.status, 304);
          fits(operation, again);
        });
    }

    for (const path of new Set(operations.map((operation) => operation.path)))
      await t.test(`${path} answers OPTIONS with the methods of the document`, async () => {
        const documented = operations.filter((operation) => operation.path === path);
        const answer = await call({ ...documented[0], method: "OPTIONS" }, { token: null });
        assert.equal(answer.status, 204);
        const heads = documented.some(({ method }) => method === "GET") ? ["HEAD"] : [];
        const expected = ["OPTIONS", ...heads, ...documented.map(({ method }) => method)];
        assert.deepEqual(answer.headers.get("Allow").split(", ").sort(), expected.sort());
      });

    await t.test("a path that is not in the document is 404", async () => {
      const answer = await service.call("GET", "/api/surely-unknown");
      assert.equal(answer.status, 404);
      assert.equal(answer.type, "application/problem+json");
      assert.deepEqual(document.faultsOfValue(problem, answer.body), []);
    });
  } finally {
    await service.stop();
  }
});
