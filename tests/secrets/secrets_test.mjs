// node secrets_test.mjs <kpa>: lets somebody live with every secret that the service gives away or takes, calls every operation
// of the OpenAPI document with secrets wherever a client may put one, and looks for all of them in what the service writes: its
// log at every level, its whole database, and what it answers.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";

import { startService } from "../support/service.mjs";
import { Document, exampleOf } from "../contract/document.mjs";

const phone = "+919876543210";
const livingPhone = "+919876543211";
const isSecret = (name) => /password|token|secret|otp|code|factor/i.test(name) && !/postal_code|postalCode/.test(name);
const ends = (path) => /logout|\/sessions/.test(path);

/** No part of anything else, and a good password. */
const planted = {
  password: "Planted-7Qx-Password",
  wrongPassword: "Planted-8Ry-Wrong",
  newPassword: "Planted-9Sz-Fresh",
  token: `eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"planted-claim"}').toString("base64url")}.${"Planted0".repeat(5)}AAA`,
  text: "Planted-5Ab-Text",
  column: "Planted-6Tu-Column",
};
/** What is in the database by right, and in no log. */
const personal = { first: "Planted-Sarojini", last: "Planted-Naidu", phone: "9123456780", email: "planted.4cd@example.org" };

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
    { Cookie: `__Host-kpa_access=${planted.token}; __Secure-kpa_refresh=${planted.token}; __Host-kpa_csrf=${planted.text}`,
      "X-CSRF-Token": planted.text },
  ];
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
function decoded(secret) {
  const bits = [...secret].map((letter) => base32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** What an authenticator app shows, `later` steps from now. */
function shown(secret, later = 0) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac("sha1", decoded(secret)).update(step).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Uses everything that is secret, well and badly. `keep` takes each answer that may give nothing away but tokens, `learn` what
 *  the others gave away by right. */
async function live(service, superuser, keep, learn) {
  let token = await service.register(livingPhone, planted.password);
  learn(token);
  const person = (await service.call("GET", "/api/users/profile", { token })).body.id;
  const ask = async (status, method, path, request) => {
    const answer = await service.call(method, path, request);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    return keep(`${method} ${path}`, answer);
  };
  const post = (status, path, body, request = {}) => ask(status, "POST", path, { ...request, body });
  const given = async (status, path, body, request = {}) => {
    const answer = await service.call("POST", path, { ...request, body });
    assert.equal(answer.status, status, `POST ${path}: ${answer.text}`);
    return answer;
  };
  const login = (status, password, more = {}) => post(status, "/api/users/login", { phone_number: livingPhone, password, ...more });
  const chosen = (password) => ({ new_password: password, confirm_password: password });

  const refresh = (status, refresh_token) => post(status, "/api/users/refresh", { refresh_token });
  const { refresh_token } = (await refresh(200, (await login(200, planted.password)).body.refresh_token)).body;
  await refresh(200, refresh_token);
  await refresh(401, `${refresh_token}x`);

  const inCookies = (answer) => {
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    assert.equal(cookies.length, 3);
    learn(answer.body.csrf_token, ...cookies.map((cookie) => cookie.slice(cookie.indexOf("=") + 1)));
    return { Cookie: cookies.join("; "), "X-CSRF-Token": answer.body.csrf_token };
  };
  const own = { phone_number: livingPhone, password: planted.password };
  const first = inCookies(await given(200, "/api/users/login?cookie=true", own));
  const second = inCookies(await given(200, "/api/users/refresh?cookie=true", {}, { headers: first }));
  await ask(200, "GET", "/api/users/profile", { headers: second });
  await ask(200, "PATCH", "/api/users/profile", { headers: second, body: { bio: "Wheel shop" } });
  await ask(403, "PATCH", "/api/users/profile", { headers: { ...second, "X-CSRF-Token": `${second["X-CSRF-Token"]}x` }, body: {} });
  await ask(401, "GET", "/api/users/profile", { headers: { Cookie: second.Cookie.replace("_access=", "_access=x") } });

  const factor = "/api/users/second-factor";
  const { secret, uri } = (await given(201, factor, { password: planted.password }, { token })).body;
  const bytes = decoded(secret);
  learn(secret, uri, bytes.toString("hex"), bytes.toString("base64"));
  const code = (later) => {
    learn(shown(secret, later));
    return shown(secret, later);
  };
  await post(422, `${factor}/confirm`, { code: code(9) }, { token });
  let recovery = (await given(200, `${factor}/confirm`, { code: code(0) }, { token })).body.recovery_codes;
  learn(...recovery, ...recovery.map((one) => one.replace("-", "")));
  await login(401, planted.password);
  await login(401, planted.password, { second_factor: code(9) });
  const right = code(1); // the one of now was good once
  await login(200, planted.password, { second_factor: right });
  await login(401, planted.password, { second_factor: right });
  await login(200, planted.password, { second_factor: recovery[0] });
  await login(401, planted.password, { second_factor: recovery[0] });
  const proof = { password: planted.password, second_factor: recovery[1] };
  recovery = (await given(200, `${factor}/recovery-codes`, proof, { token })).body.recovery_codes;
  learn(...recovery, ...recovery.map((one) => one.replace("-", "")));

  const phone_number = livingPhone;
  const challenge = "c".repeat(22);
  await post(202, "/api/users/login/code", { phone_number, challenge });
  const byCode = { phone_number, challenge, code: await service.nextCode() };
  learn(byCode.code, challenge);
  await post(401, "/api/users/login/code/verify", byCode);
  await post(200, "/api/users/login/code/verify", { ...byCode, second_factor: recovery[2] });
  await post(401, "/api/users/login/code/verify", byCode);

  await post(202, "/api/users/password-reset", { phone_number, challenge });
  const toReset = { phone_number, challenge, code: await service.nextCode() };
  learn(toReset.code);
  await post(422, "/api/users/password-reset/confirm", { ...toReset, ...chosen("12345678") });
  await post(200, "/api/users/password-reset/confirm", { ...toReset, ...chosen(planted.newPassword) });
  await post(401, "/api/users/password-reset/confirm", { ...toReset, ...chosen(planted.password) });

  const link = (await given(200, `/api/users/users/${person}/reset-password`, { method: "link" }, { token: superuser })).body;
  learn(link.token);
  await post(401, "/api/users/password-reset/confirm", { token: `${link.token}x`, ...chosen(planted.password) });
  await post(422, "/api/users/password-reset/confirm", { token: link.token, ...chosen("12345678") });
  await post(200, "/api/users/password-reset/confirm", { token: link.token, ...chosen(planted.password) });
  await post(401, "/api/users/password-reset/confirm", { token: link.token, ...chosen(planted.password) });

  token = (await login(200, planted.password, { second_factor: recovery[3] })).body.access_token;
  await post(204, `${factor}/disable`, { password: planted.password, second_factor: recovery[4] }, { token });
}

/** Sends files of people that are refused, at once and when they are looked at. */
async function importInVain(service, superuser, keep) {
  const names = `${personal.first},${personal.last},${personal.email}`;
  const row = `${personal.phone},${names}`;
  const headers = { "Content-Type": "text/csv" };
  const send = (rawBody) => service.call("POST", "/api/users/imports", { token: superuser, headers, rawBody });
  for (const file of [
    `${row},${planted.column}\n`,
    `phone_number,first_name,last_name,email,password\n${row},${planted.column}\n`,
    `phone_number,first_name,last_name,email\n${row},${planted.column}\n`,
    `phone_number,first_name,last_name,email,employee_id\n${livingPhone},${names},E-1\n`,
    `phone_number,first_name,last_name,email,depot\n${row},"${planted.column}\n`,
  ]) {
    const accepted = keep("import", await send(file));
    assert.equal(accepted.status, 202, accepted.text);
    const ended = async () => keep("import", await service.call("GET", accepted.headers.get("Location"), { token: superuser }));
    let now = await ended();
    while (now.body.finished_at === null) now = await ended();
    assert.equal(now.body.status, "refused", now.text);
  }
  const inLatin1 = Buffer.from(`first_name,password\n${personal.first} \xe9,${planted.column}\n`, "latin1");
  const refused = keep("import", await send(inLatin1));
  assert.equal(refused.status, 422, refused.text);
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
    const learnt = new Set();
    await live(service, token, keep, (...secrets) => secrets.forEach((secret) => learnt.add(secret)));
    await importInVain(service, token, keep);

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
    const secrets = [...Object.values(planted), ...tokens, ...learnt, ...kept.split(/\s+/).filter((word) => word.length > 20)];
    // A code is looked for as a number of its own: its six digits may be part of many others.
    const alone = (code) => new RegExp(`(?<![\\w.+-])${code}(?![\\w.-])`);
    const holds = (text, secret) => (/^\d{6}$/.test(secret) ? alone(secret).test(text) : text.includes(secret));
    const found = (where, text) => secrets.filter((secret) => holds(text, secret)).map((secret) => `${where}: ${secret}`);
    // The text messages of profile `test` are sent to the console; they are no lines of the log.
    const log = service.output().replaceAll(/^SMS to .*$/gm, "");

    await t.test("there was something to find", () => {
      assert.ok(told.length > operations.length * 5);
      assert.ok(tokens.size > 2);
      assert.ok([...learnt].every((secret) => secret?.length >= 6), "none is missing");
      assert.equal([...learnt].filter((secret) => /^[a-z0-9]{5}-[a-z0-9]{5}$/.test(secret)).length, 20, "recovery codes");
      assert.match(service.output(), /DEBUG /);
    });
    await t.test("no answer gives one away", () => {
      assert.deepEqual(told.flatMap(([name, text]) => found(name, text)), []);
      assert.deepEqual(told.filter(([, text]) => text.includes("$2b$")), [], "hashes of passwords");
    });
    await t.test("the log has none", () => {
      assert.deepEqual(found("log", log), []);
      assert.doesNotMatch(log, /\$2b\$/);
    });
    await t.test("the log names nobody", () => {
      assert.deepEqual(Object.values(personal).filter((one) => log.includes(one)), []);
    });
    await t.test("no column of the database has one", async () => {
      const tables = (await service.sql("SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")).split("\n");
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
