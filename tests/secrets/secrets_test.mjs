// node secrets_test.mjs <kpa>: calls every operation of the OpenAPI document with secrets wherever a client may put one, and
// looks for them in all that the service writes: its log at every level, its whole database, and what it answers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";

import { startService } from "../support/service.mjs";
import { Document, exampleOf } from "../contract/document.mjs";

const phone = "+919876543210";
const isSecret = (name) => /password|token|secret|otp|code|factor/i.test(name) && !/postal_code|postalCode/.test(name);
const ends = (path) => /logout|\/sessions/.test(path);

/** No part of anything else, and a good password. */
const planted = {
  password: "Planted-7Qx-Password",
  wrongPassword: "Planted-8Ry-Wrong",
  newPassword: "Planted-9Sz-Fresh",
  token: `eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"planted-claim"}').toString("base64url")}.${"Planted0".repeat(5)}AAA`,
  text: "Planted-5Ab-Text",
};

/** `value` with what `change` makes of every secret member, at any depth. */
function withSecrets(value, change) {
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) =>
    [name, isSecret(name) ? change(name, member) : withSecrets(member, change)]));
}

/** The bodies of an operation: as documented, with secrets of every kind and in every wrong form. */
function bodiesOf({ body }) {
  if (body === null || typeof body !== "object") return [body];
  const json = (value) => JSON.stringify(value);
  const right = withSecrets(body, (name) => /token/.test(name) ? planted.token : planted.password);
  const whole = json(right);
  const secret = json({ password: planted.password, token: planted.token });
  return [
    whole,
    json(withSecrets(body, () => planted.wrongPassword)),
    json(withSecrets(body, () => ({ inside: planted.text }))),
    json(withSecrets(body, () => [planted.text])),
    json({ ...right, [`surely_unknown`]: planted.text, password: planted.text }),
    whole.slice(0, -1),
    secret.slice(0, -2),
    `[${whole}]`,
    planted.text,
  ];
}

/** Where a client may put credentials beside the body. */
function headersOf() {
  const basic = Buffer.from(`${phone}:${planted.password}`).toString("base64");
  return [
    { Authorization: `Bearer ${planted.token}` },
    { Authorization: `Basic ${basic}` },
    { Authorization: planted.text },
    { Cookie: `__Host-kpa_access=${planted.token}; kpa_refresh=${planted.token}; __Host-kpa_csrf=${planted.text}`,
      "X-CSRF-Token": planted.text },
  ];
}

await test("secrets", async (t) => {
  const levels = { KPA_LOG_LEVEL: "DEBUG", KPA_LOG_QUEUE_LINES: "1000000" };
  const service = await startService(process.argv[2], levels);
  try {
    const document = new Document((await service.call("GET", "/api/openapi.json")).body);
    const operations = document.operations();
    const told = []; // answers that were to hold no secret
    const tokens = new Set();

    /** Keeps what an answer gives away by right, and all of those that may give nothing away. */
    const keep = (name, answer) => {
      const given = answer.status < 300 && /"(access|refresh)_token"/.test(answer.text);
      if (given) for (const member of ["access_token", "refresh_token"]) tokens.add(answer.body[member]);
      else told.push([name, answer.text]);
      return answer;
    };
    const call = async (operation, request, query = "") => {
      const path = operation.path.replaceAll(/{(\w+)}/g, (_, name) =>
        exampleOf(operation.parameters.find((one) => one.in === "path" && one.name === name)));
      return keep(operation.name, await service.call(operation.method, path + query, request));
    };
    const login = async (password) => {
      const answer = await service.call("POST", "/api/users/login", { body: { phone_number: phone, password } });
      assert.equal(answer.status, 200, answer.text);
      return keep("login", answer).body.access_token;
    };

    keep("superuser", { status: 200, text: '"access_token"', body: await service.superuser(phone, planted.password) });
    let token = await login(planted.password);
    const changed = await service.call("POST", "/api/users/change-password", { token, body: {
      current_password: planted.password, new_password: planted.newPassword, confirm_password: planted.newPassword } });
    assert.equal(changed.status, 200, changed.text);
    keep("change-password", changed);

    for (const operation of operations) {
      for (const rawBody of bodiesOf(operation)) {
        if (operation.secured && !ends(operation.path)) await call(operation, { token, rawBody });
        if (operation.secured) await call(operation, { token, rawBody, headers: { "Idempotency-Key": `k-${told.length}` } });
        else await call(operation, { rawBody });
        if (ends(operation.path)) token = await login(planted.newPassword);
      }
      const [rawBody] = bodiesOf(operation);
      for (const headers of headersOf()) await call(operation, { rawBody, headers });
      const query = `?password=${planted.password}&access_token=${planted.token}&x=${planted.text}`;
      await call(operation, { token: operation.secured && token, rawBody }, query);
    }

    const kept = await readFile(join(service.directory, "secret"), "utf8");
    const secrets = [...Object.values(planted), ...tokens, ...kept.split(/\s+/).filter((word) => word.length > 20)];
    const found = (where, text) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`);

    await t.test("there was something to find", () => {
      assert.ok(told.length > operations.length * 5);
      assert.ok(tokens.size > 2);
      assert.match(service.output(), /DEBUG /);
    });
    await t.test("no answer gives one away", () => {
      assert.deepEqual(told.flatMap(([name, text]) => found(name, text)), []);
      assert.deepEqual(told.filter(([, text]) => text.includes("$2b$")), [], "hashes of passwords");
    });
    await t.test("the log has none", () => {
      assert.deepEqual(found("log", service.output()), []);
      assert.doesNotMatch(service.output(), /\$2b\$/);
    });
    await t.test("no column of the database has one", async () => {
      const tables = (await service.sql("SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")).split("\n");
      assert.ok(tables.includes("events") && tables.includes("idempotency_keys"));
      for (const table of tables) {
        const rows = await service.sql(`SELECT * FROM ${table}`);
        assert.deepEqual(found(table, rows), []);
        const bytes = secrets.filter((secret) => rows.includes(Buffer.from(secret).toString("hex")));
        assert.deepEqual(bytes, [], `as bytes in ${table}`);
        if (table !== "users") assert.doesNotMatch(rows, /\$2b\$/, `hashes of passwords in ${table}`);
      }
    });
  } finally {
    await service.stop();
  }
});
