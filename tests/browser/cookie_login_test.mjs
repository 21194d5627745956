// node cookie_login_test.mjs <kpa>: logs in with cookies from a page in a real browser, and tries to misuse them from a
// page of another origin of the same host, which the browser sends the cookies for.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test from "node:test";

import { installed, startService } from "../support/service.mjs";

const { chromium } = installed("playwright-core");
const browserProgram = "/usr/bin/chromium"; // Debian's
const phone = "+919876543210", password = "wheel-gauge-1676";
const profile = "/api/users/profile";

/** A page that is empty, on a port of its own. */
async function serveForeignPage() {
  const server = createServer((_, response) => response.setHeader("Content-Type", "text/html").end("<!doctype html>"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** fetch() in the page: status and body, or why there is none. */
function send(page, method, address, { body, headers = {}, ...more } = {}) {
  const options = { method, headers, body: body && JSON.stringify(body), credentials: "include", ...more };
  if (body) headers["Content-Type"] ??= "application/json";
  return page.evaluate(async ([to, how]) => {
    try {
      const response = await fetch(to, how);
      const text = await response.text();
      return { status: response.status, type: response.type, body: text.startsWith("{") ? JSON.parse(text) : text };
    } catch (error) {
      return { refused: String(error) };
    }
  }, [address, options]);
}

await test("login with cookies in a browser", async (t) => {
  const service = await startService(process.argv[2]);
  const foreign = await serveForeignPage();
  let browser;
  try {
    await service.register(phone);
    browser = await chromium.launch({ executablePath: browserProgram, args: ["--no-sandbox"] });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${service.base}/api/docs/`); // its policy lets it call the API
    const call = (method, path, more) => send(page, method, path, more);
    const bio = async () => (await call("GET", profile)).body.bio;
    // All that the browser keeps, by path: asked by address, those for encrypted connections only would be left out here.
    const cookiesFor = async (path) => (await context.cookies()).filter((cookie) => path.startsWith(cookie.path));
    let csrf;

    await t.test("a login gives cookies, and no token that the page could read", async () => {
      const login = await call("POST", "/api/users/login?cookie=true", { body: { phone_number: phone, password } });
      assert.equal(login.status, 200, JSON.stringify(login));
      assert.deepEqual(Object.keys(login.body).sort(), ["csrf_token", "expires_in", "token_type"]);
      csrf = login.body.csrf_token;
      const kept = Object.fromEntries((await cookiesFor("/api/users/refresh"))
        .map((cookie) => [cookie.name, cookie]));
      assert.deepEqual(Object.keys(kept).sort(), ["__Host-kpa_access", "__Host-kpa_csrf", "__Secure-kpa_refresh"]);
      for (const cookie of Object.values(kept)) {
        assert.deepEqual([cookie.secure, cookie.sameSite], [true, "Strict"], cookie.name);
        assert.equal(cookie.httpOnly, cookie.name !== "__Host-kpa_csrf");
      }
      assert.equal(await page.evaluate(() => document.cookie), `__Host-kpa_csrf=${csrf}`);
      const elsewhere = (await cookiesFor(profile)).map((cookie) => cookie.name).sort();
      assert.deepEqual(elsewhere, ["__Host-kpa_access", "__Host-kpa_csrf"], "the refresh token goes to /refresh only");
    });

    await t.test("reading needs the cookies only, a change the token too", async () => {
      assert.equal((await call("GET", profile)).body.phone_number, phone);
      const body = { bio: "changed by the page" };
      const without = await call("PATCH", profile, { body });
      assert.deepEqual([without.status, without.body.code], [403, "csrf_token_invalid"]);
      assert.equal(await bio(), null);
      const changed = await call("PATCH", profile, { body, headers: { "X-CSRF-Token": csrf } });
      assert.equal(changed.status, 200, JSON.stringify(changed));
      assert.equal(await bio(), "changed by the page");
    });

    await t.test("a page of another origin changes nothing", async () => {
      const other = await context.newPage();
      await other.goto(foreign.address);
      const address = service.base + profile;
      const body = { bio: "forged" };
      const attempts = [
        ["PATCH", { body }],
        ["PATCH", { body, headers: { "X-CSRF-Token": csrf } }], // even if it had come by the token
        ["PATCH", { body, mode: "no-cors" }],
      ];
      for (const [method, more] of attempts) assert.ok((await send(other, method, address, more)).refused);
      // What a page may send without being asked: it arrives, with the cookies or without, and is turned down.
      const logout = { mode: "no-cors", body: {}, headers: { "Content-Type": "text/plain" } };
      const seen = context.waitForEvent("response", (response) => response.url().endsWith("/api/users/logout"));
      await send(other, "POST", `${service.base}/api/users/logout`, logout);
      const response = await seen;
      assert.ok([401, 403].includes(response.status()), String(response.status()));
      assert.ok((await send(other, "GET", address)).refused, "nor can it read");
      assert.equal(await other.evaluate(() => document.cookie.includes("__Host-kpa_access")), false);
      assert.equal(await bio(), "changed by the page");
      await other.close();
    });

    await t.test("a refresh replaces the cookies", async () => {
      const before = await cookiesFor("/api/users/refresh");
      const headers = { "X-CSRF-Token": csrf };
      assert.equal((await call("POST", "/api/users/refresh?cookie=true", { body: {} })).status, 403);
      const refreshed = await call("POST", "/api/users/refresh?cookie=true", { body: {}, headers });
      assert.equal(refreshed.status, 200, JSON.stringify(refreshed));
      const after = await cookiesFor("/api/users/refresh");
      for (const name of ["__Host-kpa_access", "__Secure-kpa_refresh"]) {
        const [was, is] = [before, after].map((all) => all.find((cookie) => cookie.name === name).value);
        assert.notEqual(was, is, name);
      }
      assert.equal((await call("GET", profile)).status, 200);
    });

    await t.test("a logout clears them", async () => {
      const out = await call("POST", "/api/users/logout", { headers: { "X-CSRF-Token": csrf } });
      assert.equal(out.status, 204);
      assert.deepEqual(await cookiesFor("/api/users/refresh"), []);
      assert.equal((await call("GET", profile)).status, 401);
    });
  } finally {
    await browser?.close();
    foreign.close();
    await service.stop();
  }
});
