// node app_test.mjs <kpa>: the web app in Chromium, served by the real program: from the first start to a login with a second
// factor, in every language, on a small phone.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";

import { barriersOf, builtApp, complaintsOf, launchBrowser, overflowOf } from "../support/app.mjs";
import { startService } from "../support/service.mjs";

const phone = "+919876543210", password = "wheel-gauge-1676", longName = "கிருஷ்ணமூர்த்திவெங்கடசுப்பிரமணியன்";
const languages = ["en", "hi", "mr", "ta", "bn", "te"];
const mostScript = 170_000; // bytes that a phone loads before the login can be used

/** The code that an authenticator app shows (RFC 6238, as the server's: SHA-1, six digits, 30 s). */
function authenticatorCode(secret, at = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

await test("the web app", async (t) => {
  const service = await startService(process.argv[2], { KPA_WEB_DIR: await builtApp(), KPA_SMS_SENDER: "console" });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ locale: "en-IN", viewport: { width: 360, height: 740 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints = complaintsOf(page);
    const open = (path) => page.goto(service.base + path);
    const field = (label) => page.getByRole("textbox", { name: label, exact: true });
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    const shows = (text) => page.getByText(text).first().waitFor();
    const titled = (name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    /** A step; when it fails, what the page showed is told too. */
    const step = (name, body) => t.test(name, () => body().catch(async (error) => {
      const shown = await page.locator("body").innerText().catch(() => "no page");
      throw new Error(`${error.message}\nThe page at ${page.url()} showed:\n${shown}`, { cause: error });
    }));
    const logIn = async (secret = password) => {
      await field("Phone number").fill(phone);
      await field("Password").fill(secret);
      await press("Log in");
    };

    await step("a new installation says what to do first", async () => {
      await open("/");
      await titled("Log in");
      await page.getByRole("link", { name: "First steps of a new installation" }).click();
      await shows("kpa createsuperuser");
      await press("Log in");
      await titled("Log in");
    });

    await step("the first load is small, compressed and kept", async () => {
      const fresh = await browser.newContext();
      const first = await fresh.newPage();
      const scripts = [];
      first.on("response", (response) => scripts.push(response));
      await first.goto(`${service.base}/login`);
      await first.getByRole("heading", { level: 1 }).waitFor();
      let bytes = 0;
      for (const response of scripts.filter((one) => one.url().endsWith(".js") && !one.url().endsWith("/sw.js") && !one.fromServiceWorker())) {
        const headers = await response.allHeaders();
        assert.equal(headers["content-encoding"], "br", response.url());
        assert.match(headers["cache-control"], /immutable/);
        bytes += Number(headers["content-length"]);
      }
      t.diagnostic(`${bytes} bytes of script up to the login`);
      assert.ok(bytes > 0 && bytes <= mostScript, `${bytes} bytes`);
      await fresh.close();
    });

    await step("an address of the app is a page, one of the API is not", async () => {
      for (const path of ["/profile", "/admin/", "/nowhere"]) {
        const answer = await service.call("GET", path);
        assert.deepEqual([answer.status, answer.type], [200, "text/html"], path);
      }
      for (const path of ["/api/nowhere", "/assets/nothing.js"]) {
        const answer = await service.call("GET", path);
        assert.deepEqual([answer.status, answer.type], [404, "application/problem+json"], path);
      }
      await open("/nowhere");
      await titled("There is no such page");
    });

    await step("somebody registers, and every problem is told at its field", async () => {
      await open("/register");
      await field("Phone number").fill("12");
      await press("Register");
      await page.locator("[name=first_name][aria-invalid=true]").waitFor();
      await page.locator("[name=last_name][aria-invalid=true]").waitFor();
      await field("First name").fill("Meera");
      await field("Last name").fill(longName);
      await press("Register");
      await page.locator("[name=phone_number][aria-invalid=true]").waitFor();
      await field("Phone number").fill(phone);
      await field("Password").fill(password);
      await field("Password again").fill(password);
      await press("Register");
      await titled("Today");
      await shows("Hello, Meera!");
    });

    await step("they log out, and nothing of theirs is left", async () => {
      await open("/profile");
      await press("Log out");
      await titled("Log in");
      await open("/sessions");
      await titled("Log in");
    });

    await step("a wrong password is told, the right one leads where they wanted to go", async () => {
      await logIn("wheel-gauge-1677");
      await page.getByRole("alert").getByText("The phone number or the password is wrong.").waitFor();
      await logIn();
      await titled("Where you are logged in");
      await shows("This device");
    });

    await step("another session is ended", async () => {
      await service.call("POST", "/api/users/login", { body: { phone_number: phone, password } });
      await page.reload();
      await page.getByRole("button", { name: /^End [^a]/ }).first().click();
      await page.getByRole("button", { name: /^End [^a]/ }).first().waitFor({ state: "detached" });
    });

    let recoveryCodes;
    await step("they set up a second factor, which the next login asks for", async () => {
      await open("/profile");
      await press("Set it up");
      const card = page.locator(".card", { has: page.getByRole("heading", { name: "Second factor" }) });
      await card.getByRole("textbox", { name: "Password", exact: true }).fill(password);
      await press("Continue");
      await page.getByRole("img", { name: "The key as a QR code" }).waitFor();
      const secret = (await card.locator("pre").textContent()).replaceAll(" ", "");
      await field("Code of the authenticator app").fill(authenticatorCode(secret));
      await press("Continue");
      await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
      recoveryCodes = (await page.locator(".card pre").textContent()).split("\n");
      await press("I have kept them");
      await shows("It is on.");
      await press("Log out");
      await titled("Log in");
      await logIn();
      await field("Code of the authenticator app").fill("000000");
      await press("Log in");
      await page.getByRole("alert").waitFor();
      await field("Code of the authenticator app").fill(recoveryCodes[0]);
      await press("Log in");
      await titled("Today");
    });

    await step("they log in by a text message, which needs the second factor too", async () => {
      await context.clearCookies();
      await open("/login");
      await page.getByText("Text message", { exact: true }).click();
      await field("Phone number").fill(phone);
      await press("Send a code");
      await field("Code of the text message").fill(await service.nextCode());
      await press("Log in");
      await field("Code of the authenticator app").fill(recoveryCodes[1]);
      await press("Log in");
      await titled("Today");
      await service.sql("DELETE FROM second_factors");
    });

    await step("a forgotten password is replaced by a code", async () => {
      await context.clearCookies();
      await service.sql("DELETE FROM one_time_codes"); // else the next one has to wait
      await open("/login");
      await page.getByRole("link", { name: "Forgot your password?" }).click();
      await field("Phone number").fill(phone);
      await press("Send a code");
      await field("Code of the text message").fill(await service.nextCode());
      await field("New password").fill("short");
      await field("New password again").fill("other");
      await press("Set the new password");
      await page.locator("[aria-invalid=true]").first().waitFor();
      await field("New password").fill("monsoon-42-axle");
      await field("New password again").fill("monsoon-42-axle");
      await press("Set the new password");
      await shows("The new password is set. Log in with it.");
      await logIn("monsoon-42-axle");
      await titled("Today");
    });

    await step("and by an administrator's one-time link", async () => {
      const { access_token: token } = await service.superuser("+919811111111", "bolster-spring-88");
      const { body } = await service.call("GET", "/api/users/users?search=Meera", { token });
      const id = body.data[0].id;
      const offered = await service.call("POST", `/api/users/users/${id}/reset-password`, { token, body: { method: "link" } });
      await open(`/set-password#token=${offered.body.token}`);
      await field("New password").fill(password);
      await field("New password again").fill(password);
      await press("Set the new password");
      await titled("Log in");
      await logIn();
      await titled("Today");
    });

    await step("without a network it says so, and goes on when there is one", async () => {
      await context.setOffline(true);
      await shows("No network. What you fill in is kept here, and sent when there is.");
      await page.getByRole("link", { name: "Profile" }).click();
      await page.getByRole("link", { name: "Where you are logged in" }).click();
      await page.getByRole("alert").getByText("There is no network.").waitFor();
      await context.setOffline(false);
      await shows("Last used"); // it asks again by itself
    });

    await step("every page is whole on a small phone, in every language, light and dark, without barriers", async () => {
      const wrong = [];
      const inside = ["/", "/profile", "/sessions", "/admin"], outside = ["/login", "/register", "/forgot-password", "/set-password#token=x", "/set-password", "/welcome"];
      for (const language of languages) {
        for (const path of [...inside, ...outside]) {
          await page.evaluate((code) => localStorage.setItem("kpa.language", code), language);
          await open(path);
          await page.reload(); // an address that differs behind the # only is no new page
          await page.locator(`html[lang=${language}] h1`).waitFor();
          await page.getByRole("status").filter({ has: page.locator(".mantine-Loader-root") }).waitFor({ state: "detached" });
          wrong.push(...(await overflowOf(page)).map((what) => `${language} ${path} overflows: ${what}`));
          if (language !== "en" && language !== "ta") continue; // the same elements
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            wrong.push(...(await barriersOf(page)).map((what) => `${language} ${path} ${colorScheme}: ${what}`));
          }
        }
      }
      assert.deepEqual(wrong, []);
    });

    await step("the language is chosen before the login, and remembered", async () => {
      await context.clearCookies();
      await page.evaluate(() => localStorage.removeItem("kpa.language"));
      await open("/login");
      await page.getByLabel("Language", { exact: true }).selectOption("ta");
      await titled("உள்நுழை");
      await page.reload();
      await titled("உள்நுழை");
      await page.getByRole("button", { name: "உள்நுழை" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
      assert.match(await page.locator(".mantine-InputWrapper-error").first().textContent(), /\p{Script=Tamil}/u);
    });

    await step("its policy had nothing to refuse, and nothing was thrown", async () => {
      const expected = /ERR_INTERNET_DISCONNECTED|Failed to load resource/; // while there was no network
      assert.deepEqual(complaints.filter((text) => !expected.test(text)), []);
    });
  } finally {
    await browser.close();
    await service.stop();
  }
});
