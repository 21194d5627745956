// node office_test.mjs <kpa>: the office and administration in Chromium, against the real server: every page as each role, at desk and phone
// width, light and dark; and the way of a form from the builder over the phone to its approval.
import assert from "node:assert/strict";
import test from "node:test";

import { barriersOf, builtApp, complaintsOf, launchBrowser, overflowOf } from "../support/app.mjs";
import { startService } from "../support/service.mjs";
import { goodWheel, hands, password } from "../support/shop_floor.mjs";

const phones = { inspector: "+919876543210", staff: "+919876543211", superuser: "+919811111111" };
const desk = { locale: "en-IN", viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", timezoneId: "Asia/Kolkata" };

await test("the office", async (t) => {
  const service = await startService(process.argv[2], { KPA_WEB_DIR: await builtApp() });
  const browser = await launchBrowser();
  let shown;
  const step = (name, body) => t.test(name, () => body().catch(async (error) => {
    const text = await shown?.locator("body").innerText().catch(() => "no page");
    throw new Error(`${error.message}\nThe page at ${shown?.url()} showed:\n${text}`, { cause: error });
  }));
  try {
    const token = await service.register(phones.inspector, password);
    await service.register(phones.staff, password);
    const { access_token: admin } = await service.superuser(phones.superuser, password);
    await service.sql(`UPDATE users SET is_staff = true, sight = 'all' WHERE phone_number = '${phones.staff}'`);
    const store = (number, fields) =>
      service.call("POST", "/api/forms/wheel-specifications", { token, headers: { "Idempotency-Key": number }, body: { submittedDate: "2026-01-05", wheelNo: number, fields } })
        .then(({ body: { data } }) => service.call("POST", `/api/forms/wheel-specifications/${data.id}/submit`, { token, headers: { "Idempotency-Key": `${number}-sent` } }))
        .then(({ status, text }) => assert.equal(status, 200, text));
    await store("W-1", goodWheel);
    await store("W-2", { ...goodWheel, wheelProfile: "16" });
    await store("W-3", { ...goodWheel, wheelGauge: "1603" });
    const windows = {};
    for (const [role, number] of Object.entries(phones)) {
      const context = await browser.newContext(desk);
      const window = hands(await context.newPage(), service.base);
      window.complaints = complaintsOf(window.page);
      window.refused = [];
      window.page.on("response", (answer) => {
        if (answer.status() === 403) window.refused.push(`${answer.request().method()} ${answer.url()}`);
      });
      shown = window.page;
      await window.open("/login");
      await window.logIn(number);
      windows[role] = window;
    }
    const wheels = (number, what) => service.sql(`SELECT ${what} FROM wheel_specifications WHERE wheel_no = '${number}'`);

    await step("a supervisor looks at what waits, decides by keyboard, and the next one opens", async () => {
      const { page, open, titled, shows } = windows.staff;
      shown = page;
      await open("/review");
      await titled("Review");
      await shows("WS-2026-000001");
      const becomes = async (number, status) => {
        for (let tries = 0; (await wheels(number, "status")) !== status; ++tries) {
          assert.ok(tries < 200, `${number} is not ${status}`);
          await new Promise((resume) => setTimeout(resume, 50));
        }
      };
      await page.locator("h1").click();
      await page.keyboard.press("j");
      await shows("1600");
      await page.getByRole("button", { name: /^Take into review/ }).first().click();
      await becomes("W-1", "reviewed");
      await page.getByRole("button", { name: /^Approve/ }).first().click();
      await becomes("W-1", "approved");
      // What needs attention is approved only with a note.
      assert.equal(await service.sql("SELECT count(*) FROM reviews"), "2");
    });

    await step("every page is whole for each role, light and dark, at desk and phone width, and asks for nothing that is refused", async () => {
      const id = await wheels("W-2", "id");
      const form = await service.call("POST", "/api/forms", { token: admin, headers: { "Idempotency-Key": "form" }, body: { title: "Brake test", fields: [{ name: "pressure", label: "Pressure", field_type: "number" }] } });
      assert.equal(form.status, 201, form.text);
      const everybody = ["/", "/new", "/device", "/profile", "/sessions"];
      const office = ["/review", "/review/delegations", "/office/wheel-specifications", "/office/bogie-checksheets", "/office/submissions", `/office/wheel-specifications/${id}`, "/forms", `/forms/${form.body.data.id}`, "/admin", "/admin/people", "/admin/depots", "/admin/health"];
      const pages = { inspector: everybody, staff: [...everybody, ...office], superuser: [...everybody, ...office, "/admin/settings", "/admin/audit", "/admin/people/1"] };
      const wrong = [];
      for (const [role, paths] of Object.entries(pages)) {
        const { page, open, refused, complaints } = windows[role];
        shown = page;
        for (const path of paths) {
          for (const width of [1280, 360]) {
            await page.setViewportSize({ width, height: 800 });
            await open(path);
            await page.locator("h1").first().waitFor();
            await page.waitForLoadState("networkidle");
            wrong.push(...(await overflowOf(page)).map((what) => `${role} ${path} ${width} overflows: ${what}`));
            if (role === "staff") continue; // the same pages as a superuser's
            for (const colorScheme of width === 1280 ? ["light", "dark"] : ["light"]) {
              await page.emulateMedia({ colorScheme });
              wrong.push(...(await barriersOf(page)).map((what) => `${role} ${path} ${width} ${colorScheme}: ${what}`));
            }
            await page.emulateMedia({ colorScheme: "light" });
          }
          wrong.push(...refused.splice(0).map((what) => `${role} ${path}: ${what} was refused`));
          wrong.push(...complaints.splice(0).map((what) => `${role} ${path}: ${what}`));
        }
      }
      assert.deepEqual(wrong, []);
    });
  } finally {
    await browser.close();
    await service.stop();
  }
});
