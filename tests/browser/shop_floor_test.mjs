// node shop_floor_test.mjs <kpa>: a day on the shop floor, in Chromium against the real server: forms that are filled in without a
// network, sent, sent back, corrected; and everything that goes wrong meanwhile. Nothing that said "kept" is lost, nothing is stored twice.
// KPA_KILLS: how often a browser is killed under a form (5).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { barriersOf, builtApp, complaintsOf, killBrowser, launchBrowser, launchOnDisk, overflowOf } from "../support/app.mjs";
import { goodWheel, hands, password, queueCopies } from "../support/shop_floor.mjs";
import { startService } from "../support/service.mjs";

const inspector = "+919876543210", colleague = "+919876543211", reviewer = "+919811111111";
const kills = Number(process.env.KPA_KILLS ?? 5);
const phone = { locale: "en-IN", viewport: { width: 360, height: 740 }, hasTouch: true, reducedMotion: "reduce", timezoneId: "Asia/Kolkata" };

await test("the shop floor", async (t) => {
  const service = await startService(process.argv[2], { KPA_WEB_DIR: await builtApp() });
  const browser = await launchBrowser();
  let shown;
  /** A step; when it fails, what the page showed is told too. */
  const step = (name, body) => t.test(name, () => body().catch(async (error) => {
    const text = await shown?.locator("body").innerText().catch(() => "no page");
    throw new Error(`${error.message}\nThe page at ${shown?.url()} showed:\n${text}`, { cause: error });
  }));
  try {
    await service.register(inspector, password);
    await service.register(colleague, password);
    const { access_token: token } = await service.superuser(reviewer, password);
    const context = await browser.newContext(phone);
    const page = await context.newPage();
    shown = page;
    const complaints = complaintsOf(page);
    const me = hands(page, service.base);
    const wheels = (number, what = "count(*)") => service.sql(`SELECT ${what} FROM wheel_specifications WHERE wheel_no = '${number}'`);
    const review = (id, action, body = {}) =>
      service.call("GET", `/api/forms/wheel-specifications/${id}`, { token })
        .then(({ headers }) => service.call("POST", `/api/reviews/wheel-specifications/${id}/${action}`, { token, body, headers: { "If-Match": headers.get("ETag") } }))
        .then(({ status, text }) => assert.equal(status, 200, text));

    await step("the app is ready for no network after the first visit", async () => {
      await me.open("/");
      await me.logIn(inspector);
      await me.synchronised();
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.reload();
      await me.titled("Today");
    });

    await step("a wheel is measured and sent without a network, and arrives once there is one", async () => {
      await context.setOffline(true);
      await page.reload();
      await me.beginWheel("W-1");
      await me.fillWheel();
      await me.send();
      await me.unsent(1);
      await me.shows("No network.");
      await page.reload();
      await me.unsent(1);
      assert.equal(await wheels("W-1"), "0");
      await context.setOffline(false);
      await me.synchronised();
      assert.equal(await wheels("W-1", "status || ' ' || tread_diameter_new"), "submitted 915");
    });

    await step("what is bad is said while it is typed, and does not stand against sending", async () => {
      await me.beginWheel("W-2");
      await me.fillWheel({ ...goodWheel, wheelProfile: "16" });
      await page.locator("[data-summary=condemned]").first().waitFor();
      await me.fill("fields.wheelGauge", "sixteen hundred");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("alert").first().waitFor();
      await me.fill("fields.wheelGauge", "1600");
      await me.send();
      await me.synchronised();
      assert.equal(await wheels("W-2", "worst_severity"), "4");
    });

    await step("a bogie is checked: all good, then the exceptions", async () => {
      await me.open("/new");
      await me.press("Bogie checksheet");
      await me.fill("bogieDetails.bogieNo", "B-1");
      for (const button of await page.getByRole("button", { name: /^All good/ }).all()) await button.click();
      await page.locator('label:has([name="bogieChecksheet.bolster"][value="Cracked"])').click();
      await page.locator('[data-safety="kept"]').waitFor();
      await me.send();
      await me.synchronised();
      const told = await service.sql("SELECT status || ' ' || bolster || ' ' || axle_guide || ' ' || worst_severity FROM bogie_checksheets WHERE bogie_no = 'B-1'");
      assert.equal(told, "submitted Cracked Good 4");
    });

    await step("a form of the workshop is filled in without a network: conditions, rows and calculations come out as on the server", async () => {
      const number = (name, label, more = {}) => ({ name, label, field_type: "number", validation_rules: { decimal_places: 2 }, ...more });
      const form = {
        title: "Axle loads",
        translations: { hi: { title: "धुरा भार" } },
        fields: [
          { name: "found", label: "Found", field_type: "radio", options: ["Good", "Worn"], is_required: true },
          { name: "why", label: "Why", field_type: "text", visible_if: 'found = "Worn"', required_if: 'found = "Worn"' },
          { name: "axles", label: "Axles", field_type: "group", fields: [number("load", "Load", { is_required: true }), number("twice", "Twice", { calculation: "load * 2" })] },
          number("mean", "Mean load", { calculation: "round half up(mean(axles.load), 2)" }),
          { name: "gauge", label: "Gauge", field_type: "measurement" },
        ],
      };
      const made = await service.call("POST", "/api/forms", { token, headers: { "Idempotency-Key": "axles" }, body: form });
      assert.equal(made.status, 201, made.text);
      const published = await service.call("POST", `/api/forms/${made.body.data.id}/publish`, { token, headers: { "Idempotency-Key": "axles-out", "If-Match": made.headers.get("ETag") } });
      assert.ok(published.status < 300, published.text);
      await me.open("/new");
      await me.comes("Axle loads");
      await context.setOffline(true);
      await page.getByText("Axle loads").first().click();
      await me.titled(/Axle loads/);
      await page.getByText("Worn", { exact: true }).first().click();
      await me.fill("submission_data.why", "Flat spot");
      const rows = page.getByRole("button", { name: "Add: Axles" });
      for (const [row, load] of ["20.25", "19.5", "18"].entries()) {
        if ((await me.at(`submission_data.axles[${row}].load`).count()) === 0) await rows.click();
        await me.fill(`submission_data.axles[${row}].load`, load);
      }
      await me.shows("19.25");
      await me.fill("submission_data.gauge", "1600 (+2,-1)");
      await page.getByText("Good", { exact: true }).first().click();
      await me.at("submission_data.why").waitFor({ state: "detached" });
      await me.send();
      await me.unsent(1);
      await context.setOffline(false);
      await me.synchronised();
      const stored = JSON.parse(await service.sql(`SELECT submission_data FROM form_submissions WHERE form_id = ${made.body.data.id}`));
      assert.deepEqual([stored.found, stored.why, stored.mean, stored.axles.map(({ load, twice }) => [load, twice])], ["Good", undefined, 19.25, [[20.25, 40.5], [19.5, 39], [18, 36]]]);
    });

    await step("an answer that is lost on the way stores nothing twice", async () => {
      let lost = 0;
      await page.route("**/api/sync", async (route) => {
        if (route.request().method() !== "POST" || lost++) return route.continue();
        await route.fetch(); // the server has done it
        return route.abort();
      });
      await me.beginWheel("W-3");
      await me.fillWheel();
      await me.send();
      await me.unsent(1);
      await me.press("Send now");
      await me.synchronised();
      await page.unroute("**/api/sync");
      assert.ok(lost > 1);
      assert.equal(await wheels("W-3"), "1");
    });

    await step("what a reviewer sends back comes with its pins, is corrected without a network, and submitted again", async () => {
      const id = await wheels("W-1", "id");
      await review(id, "review");
      await review(id, "reject", { reason: "The gauge was misread", pins: [{ field: "fields.wheelGauge", note: "Measure again" }] });
      await me.comes("Sent back to you");
      await context.setOffline(true);
      await me.follow(/W-1/);
      await me.shows("The gauge was misread");
      await me.press("Correct it");
      await me.shows("Measure again");
      await me.fill("fields.wheelGauge", "1601");
      await me.send();
      await me.unsent(1);
      await context.setOffline(false);
      await me.synchronised();
      assert.equal(await wheels("W-1", "status || ' ' || wheel_gauge || ' ' || revision"), "submitted 1601 2");
      assert.equal(await wheels("W-1"), "1");
    });

    await step("what the server refuses comes back with its reasons at the fields, and holds up nothing else", async () => {
      await service.call("POST", "/api/forms/wheel-specifications", {
        token, headers: { "Idempotency-Key": "taken" }, body: { formNumber: "WS-TAKEN-1", submittedDate: "2026-01-05", wheelNo: "W-0", fields: goodWheel },
      }).then(({ status, text }) => assert.equal(status, 201, text));
      await context.setOffline(true);
      await me.beginWheel("W-4");
      await me.fill("formNumber", "WS-TAKEN-1");
      await me.fillWheel();
      await me.send();
      await me.beginWheel("W-5");
      await me.fillWheel();
      await me.send();
      await me.unsent(2);
      await context.setOffline(false);
      await me.shows("Need your look");
      await me.unsent(1);
      assert.equal(await wheels("W-5"), "1");
      await me.follow(/W-4/);
      await me.shows("The server did not take it");
      await me.press("Correct it");
      await me.fill("formNumber", "WS-FREE-1");
      await me.send();
      await me.synchronised();
      assert.equal(await wheels("W-4", "form_number"), "WS-FREE-1");
    });

    await step("two windows on one form keep what each of them types", async () => {
      await me.beginWheel("W-6");
      const other = hands(await context.newPage(), service.base);
      await other.page.goto(page.url());
      await other.fill("fields.flangeHeight", "29");
      await me.fill("fields.rootRadius", "14");
      await page.waitForFunction(() => document.querySelector('[name="fields.flangeHeight"]').value === "29");
      await other.page.reload();
      assert.equal(await other.at("fields.rootRadius").inputValue(), "14");
      await me.fillWheel();
      await me.send();
      await other.page.locator('[data-safety="gone"]').waitFor();
      await other.page.close();
      await me.synchronised();
      assert.equal(await wheels("W-6", "count(*) || ' ' || min(root_radius) || ' ' || min(flange_height)"), "1 14 29");
    });

    await step("the browser closes the database under an open form, and nothing is lost", async () => {
      await me.beginWheel("W-7");
      await page.evaluate(async () => {
        // As iOS does with a page in the background: the connection is gone, and the app is told so or not.
        const [{ name, version }] = await indexedDB.databases();
        await new Promise((resolve) => Object.assign(indexedDB.open(name, version + 1), { onsuccess: (event) => (event.target.result.close(), resolve()), onerror: resolve }));
      });
      await me.fill("fields.wheelGauge", "1602");
      await page.reload();
      assert.equal(await me.at("fields.wheelGauge").inputValue(), "1602");
      await me.press("Discard this form");
      await me.titled("Today");
    });

    await step("a discarded form comes back by Undo", async () => {
      await me.beginWheel("W-8");
      await me.press("Discard this form");
      await me.titled("Today");
      await me.press("Undo");
      await me.follow(/W-8/);
      assert.equal(await me.at("wheelNo").inputValue(), "W-8");
      await me.press("Discard this form");
      await me.titled("Today");
    });

    await step("a login that ended meanwhile loses nothing: work goes on, and is sent after the next one", async () => {
      await context.clearCookies();
      await page.reload();
      await me.titled("Today");
      await me.beginWheel("W-9");
      await me.fillWheel();
      await me.send();
      await me.unsent(1);
      await page.getByRole("status").getByRole("link", { name: "Log in" }).click();
      await me.titled("Log in");
      await me.logIn(inspector);
      await me.synchronised();
      assert.equal(await wheels("W-9", "count(*) || ' ' || min(status)"), "1 submitted");
    });

    await step("two people share the phone: each has their own forms, and takes over by PIN without a network", async () => {
      await me.open("/device");
      await page.locator("[name=pin]").fill("2468");
      await me.press("Set the PIN");
      await me.shows("The PIN is set on this device.");
      await me.beginWheel("W-MINE");
      await me.open("/device");
      await me.press("Leave it to a colleague");
      await me.titled("Who works here?");
      await me.open("/");
      await me.titled("Who works here?");
      await me.follow("Log in");
      await me.logIn(colleague);
      await me.shows("Nothing waits for you.");
      assert.equal(await page.getByText("W-MINE").count(), 0);
      await me.beginWheel("W-THEIRS");
      await me.fillWheel();
      await context.setOffline(true);
      await me.send();
      await me.open("/device");
      await me.press("Leave it to a colleague");
      await page.getByLabel(/^PIN of/).first().fill("1111");
      await me.press("Take over");
      await me.shows("This is not the PIN.");
      await page.getByLabel(/^PIN of/).first().fill("2468");
      await me.press("Take over");
      await me.titled("Today");
      await me.shows("W-MINE");
      assert.equal(await page.getByText("W-THEIRS").count(), 0);
      // The cookies are the colleague's: nothing of theirs or ours goes out under the wrong name.
      await context.setOffline(false);
      await me.shows("log in again");
      assert.equal(await wheels("W-THEIRS"), "0");
      await page.getByRole("status").getByRole("link", { name: "Log in" }).click();
      await me.titled("Log in");
      await me.logIn(colleague);
      await me.synchronised();
      assert.equal(await wheels("W-THEIRS", "count(*)"), "1");
      await context.clearCookies();
      await me.open("/login");
      await me.logIn(inspector);
    });

    await step("a rescue file takes everything to another phone, once", async () => {
      await me.beginWheel("W-10");
      await me.fillWheel();
      await context.setOffline(true);
      await me.send();
      await me.unsent(1);
      await me.open("/device");
      await page.locator("[name=passphrase]").fill("monsoon-axle");
      const downloading = page.waitForEvent("download");
      await me.press("Save a rescue file");
      const file = await (await downloading).path();
      assert.ok(!(await readFile(file)).includes("W-10"));
      const another = await browser.newContext(phone);
      const other = hands(await another.newPage(), service.base);
      shown = other.page;
      await other.open("/");
      await other.logIn(inspector);
      const take = async (passphrase) => {
        await other.open("/device");
        await other.page.locator("[name=passphrase]").fill(passphrase);
        await other.page.setInputFiles("input[type=file]", file);
      };
      await take("another-axle");
      await other.shows("The passphrase is another one");
      await take("monsoon-axle");
      await other.shows("waiting forms are on this device now");
      await other.synchronised();
      assert.equal(await wheels("W-10"), "1");
      await take("monsoon-axle");
      await other.shows("imported on this device before");
      // The first phone finds a network after all.
      shown = page;
      await context.setOffline(false);
      await me.open("/");
      await me.synchronised();
      assert.equal(await wheels("W-10"), "1");
      await another.close();
    });

    await step("two phones change the same: both values are shown, one is chosen", async () => {
      await service.call("POST", "/api/users/login", { body: { phone_number: inspector, password } }).then(async ({ body: { access_token: mine } }) => {
        const made = await service.call("POST", "/api/forms/wheel-specifications", {
          token: mine, headers: { "Idempotency-Key": "conflict" }, body: { submittedDate: "2026-01-05", wheelNo: "W-11", fields: goodWheel },
        });
        await me.open("/");
        await me.comes(/W-11/);
        await me.follow(/W-11/);
        await me.press("Go on with it");
        await context.setOffline(true);
        await me.fill("fields.wheelGauge", "1601");
        await me.send();
        const changed = await service.call("PATCH", `/api/forms/wheel-specifications/${made.body.data.id}`, {
          token: mine, headers: { "If-Match": made.headers.get("ETag"), "Content-Type": "application/merge-patch+json" }, body: { fields: { wheelGauge: "1602" } },
        });
        assert.equal(changed.status, 200, changed.text);
      });
      await context.setOffline(false);
      await me.shows("Need your look");
      await me.follow(/W-11/);
      await me.shows("Somebody else changed the same meanwhile");
      await page.getByText("Mine: 1601").click();
      await me.press("Go on with these");
      await me.send();
      await me.synchronised();
      assert.equal(await wheels("W-11", "wheel_gauge || ' ' || status"), "1601 submitted");
    });

    await step("the disk is full: it says that nothing is kept, and keeps it when there is room", async () => {
      await me.beginWheel("W-12");
      const tools = await context.newCDPSession(page);
      await tools.send("Storage.overrideQuotaForOrigin", { origin: service.base, quotaSize: 1 });
      await me.at("remarks").or(me.at("fields.wheelGauge")).first().fill("1");
      await me.at("fields.wheelGauge").fill("1600");
      const failed = await page.locator('[data-safety="failed"]').waitFor({ timeout: 5_000 }).then(() => true, () => false);
      await tools.send("Storage.overrideQuotaForOrigin", { origin: service.base });
      await page.locator('[data-kept="fields.wheelGauge"]').waitFor();
      t.diagnostic(failed ? "the browser refused to keep a small change" : "the browser kept a small change in spite of its quota");
      await me.press("Discard this form");
      await me.titled("Today");
    });

    await step("a phone whose clock is years off sends its forms all the same", async () => {
      const astray = await browser.newContext(phone);
      const other = hands(await astray.newPage(), service.base);
      shown = other.page;
      await other.open("/");
      await other.logIn(colleague);
      await other.page.clock.setFixedTime(new Date("2020-02-29T10:00:00Z"));
      await other.beginWheel("W-13");
      await other.fillWheel();
      await other.send();
      await other.unsent(0);
      assert.equal(await wheels("W-13"), "1");
      shown = page;
      await astray.close();
    });

    await step("the server is restarted while many forms wait, and has each once", async () => {
      // Straight into the queue: what is tested is the way of two hundred forms, not their typing.
      await context.setOffline(true);
      await me.beginWheel("W-BATCH");
      await me.fillWheel();
      await me.send();
      await me.unsent(1);
      await queueCopies(page, 200);
      await page.reload();
      await me.unsent(200);
      // PostgreSQL ends under a batch: what it had not committed is done again.
      const began = performance.now();
      await context.setOffline(false);
      await service.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
      await page.locator('[data-unsent="0"]').first().waitFor({ timeout: 120_000 });
      t.diagnostic(`200 forms sent in ${Math.round(performance.now() - began)} ms, connections to PostgreSQL ended meanwhile`);
      assert.equal(await wheels("W-BATCH", "count(*) || ' ' || count(DISTINCT uuid)"), "200 200");
    });

    await step("every page of the shop floor is whole on a small phone, in every language, light and dark, without barriers", async () => {
      await me.beginWheel("கிருஷ்ணமூர்த்திவெங்கடசுப்பிரமணியன்");
      const filling = new URL(page.url()).pathname;
      const id = await wheels("W-2", "id");
      const wrong = [];
      for (const language of ["en", "hi", "mr", "ta", "bn", "te"]) {
        for (const path of ["/", "/new", filling, `/records/wheel-specifications/${id}`, "/device", "/people"]) {
          await page.evaluate((code) => localStorage.setItem("kpa.language", code), language);
          await me.open(path);
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
      await page.evaluate(() => localStorage.removeItem("kpa.language"));
    });

    await step("nothing was thrown, and the policy had nothing to refuse", async () => {
      const expected = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/; // while there was no network
      assert.deepEqual(complaints.filter((text) => !expected.test(text)), []);
    });
    await context.close();

    await step(`${kills} killed browsers lose nothing that said "kept"`, async () => {
      const disk = await launchOnDisk(phone);
      try {
        let me = hands(await disk.open(), service.base);
        await me.open("/");
        await me.logIn(colleague);
        await me.beginWheel("W-KILLED");
        const address = me.page.url();
        for (let kill = 1; kill <= kills; ++kill) {
          const text = `${1599 + (kill % 3)}.${String(kill).padStart(3, "0")}`;
          await me.fill("fields.wheelGauge", text);
          await killBrowser(disk);
          me = hands(await disk.open(), service.base);
          shown = me.page;
          await me.page.goto(address);
          await me.at("fields.wheelGauge").waitFor();
          assert.equal(await me.at("fields.wheelGauge").inputValue(), text, `kill ${kill}`);
        }
      } finally {
        await disk.remove();
      }
    });
  } finally {
    await browser.close();
    await service.stop();
  }
});
