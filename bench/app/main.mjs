// node main.mjs <kpa> <built app>: how fast the web app is, in Chromium on a slow phone: what ./dev bench --app runs.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import { startService, installed } from "../../tests/support/service.mjs";
import { hands, password, queueCopies } from "../../tests/support/shop_floor.mjs";
import { filesAgainstNginx } from "./files.mjs";

const run = promisify(execFile);
const [kpa, app] = process.argv.slice(2);
const { chromium } = installed("playwright-core");
const { default: lighthouse } = await import(createRequire(import.meta.url).resolve("lighthouse"));
const phone = "+919876543210";
const slowdown = 4; // of the processor, as Lighthouse does it
const port = 9300 + Math.floor(Math.random() * 500);

const rows = [];
const say = (name, value, goal) => {
  rows.push({ name, value, goal });
  console.log(`${name.padEnd(64)} ${String(value).padStart(12)}   ${goal}`);
};

/** Bytes of script, as they come over the network, until the page has its heading. */
async function scriptBytes(page, go) {
  const scripts = [];
  const note = (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname) && !response.url().endsWith("/sw.js")) scripts.push(response);
  };
  page.on("response", note);
  await go();
  page.off("response", note);
  const sizes = await Promise.all(scripts.map(async (response) => Number((await response.allHeaders())["content-length"] ?? 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const service = await startService(kpa, { KPA_WEB_DIR: app, KPA_PROFILE: "prod", SECRET_KEY: "bench: 9d1f0c6e27b84a35 e85b7c1d4f60a392", KPA_LIMITS_UNAUTHENTICATED: "1000000/s burst 200" });
const browser = await chromium.launchPersistentContext("", {
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", `--remote-debugging-port=${port}`],
  viewport: { width: 360, height: 740 },
});
try {
  const token = await service.register(phone, password);
  const page = browser.pages()[0] ?? (await browser.newPage());
  const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();

  const logIn = async (on) => {
    await on.locator("[name=phone_number]").fill(phone);
    await on.locator("[name=password]").fill(password);
    await on.getByRole("button", { name: "Log in", exact: true }).click();
    await on.locator('[data-sync="idle"][data-unsent="0"]').first().waitFor();
  };

  // What a phone loads, without the worker, which fetches all files for later.
  const without = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const first = await (await without.newContext({ serviceWorkers: "block", viewport: { width: 360, height: 740 } })).newPage();
  const toLogin = await scriptBytes(first, () => first.goto(`${service.base}/login`).then(() => first.getByRole("heading", { level: 1 }).waitFor()));
  say("script up to the login, kB", (toLogin / 1000).toFixed(1), "≤ 170");
  const more = await scriptBytes(first, () => logIn(first));
  say("script up to Today, kB", ((toLogin + more) / 1000).toFixed(1), "≤ 210");
  await without.close();
  await page.goto(`${service.base}/login`);
  await logIn(page);

  // Lighthouse, as on a phone: slow 4G and a processor four times slower. Today is seen by whoever is logged in.
  for (const path of ["/login", "/"]) {
    const { lhr } = await lighthouse(`${service.base}${path}`, {
      port, output: "json", logLevel: "error", disableStorageReset: true, onlyCategories: ["performance", "accessibility", "best-practices"],
    });
    const score = (name) => Math.round(lhr.categories[name].score * 100);
    const name = path === "/" ? "Today" : "login";
    say(`Lighthouse of ${name}: performance / accessibility / practices`, ["performance", "accessibility", "best-practices"].map(score).join("/"), "≥ 95/100/100");
    say(`${name}: usable on slow 4G, s`, (lhr.audits.interactive.numericValue / 1000).toFixed(2), "≤ 3");
    const failed = Object.values(lhr.audits).filter(({ score: of, scoreDisplayMode: mode }) => of !== null && of < 1 && mode === "binary");
    for (const audit of failed) console.log(`    ${audit.id}: ${audit.title}`);
  }

  // Installed: its files come from the device.
  const tools = await browser.newCDPSession(page);
  await page.goto(service.base);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const began = performance.now();
  await page.goto(service.base);
  await heading("Today");
  say("installed: usable with a slow processor, s", ((performance.now() - began) / 1000).toFixed(2), "≤ 1");
  await tools.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  // A form of 300 fields.
  const { access_token: staff } = await service.superuser("+919811111111", password);
  const fields = Array.from({ length: 300 }, (_, index) => ({
    name: `f${index}`, label: `Measurement ${index + 1}`, field_type: "number", order: index + 1, validation_rules: { min: 0, max: 1000, decimal_places: 2 },
    ...(index % 3 === 2 ? { calculation: `f${index - 2} + f${index - 1}` } : {}), ...(index % 10 === 9 ? { visible_if: `f${index - 9} > 1` } : {}),
  }));
  const made = await service.call("POST", "/api/forms", { token: staff, body: { title: "Three hundred", fields }, headers: { "Idempotency-Key": "bench" } });
  if (made.status !== 201) throw new Error(made.text);
  const published = await service.call("POST", `/api/forms/${made.body.data.id}/publish`, { token: staff, headers: { "If-Match": made.headers.get("ETag"), "Idempotency-Key": "publish" } });
  if (published.status >= 300) throw new Error(published.text);
  await page.goto(`${service.base}/new`);
  await hands(page, service.base).comes("Three hundred");
  await page.getByText("Three hundred").first().click();
  await page.locator('[name="submission_data.f0"]').waitFor();
  await tools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.evaluate(() => {
    window.slow = [];
    new PerformanceObserver((list) => window.slow.push(...list.getEntries().filter(({ name }) => name === "keydown" || name === "input" || name === "keyup").map(({ duration }) => duration)))
      .observe({ type: "event", durationThreshold: 16, buffered: false });
  });
  let keys = 0;
  for (const index of [0, 1, 3, 150, 151, 297]) {
    const field = page.locator(`[name="submission_data.f${index}"]`);
    await field.focus();
    for (const key of "12.34") {
      await page.keyboard.press(key);
      ++keys;
    }
  }
  const slow = (await page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve(window.slow), 500)))).sort((one, other) => one - other);
  const of = (part) => slow[Math.min(slow.length - 1, Math.floor(slow.length * part))] ?? 16;
  say(`a form of 300 fields, ${keys} keys: from key to picture, median / slowest, ms`, `${of(0.5)} / ${of(1)}`, "< 50");
  await tools.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  // Two hundred forms in the queue.
  await page.goto(service.base);
  await page.locator('[data-sync="idle"]').first().waitFor();
  const inspector = hands(page, service.base);
  await browser.setOffline(true);
  await inspector.beginWheel("W-200");
  await inspector.fillWheel();
  await inspector.send();
  await queueCopies(page, 200);
  await page.reload();
  await page.locator('[data-unsent="200"]').first().waitFor();
  const sending = performance.now();
  await browser.setOffline(false);
  await page.locator('[data-unsent="0"]').first().waitFor({ timeout: 60_000 });
  say("200 waiting forms sent, s", ((performance.now() - sending) / 1000).toFixed(2), "≤ 10");

  const { ratio, kpa: ours, nginx } = await filesAgainstNginx(service.base, app, run);
  say("the app's files against nginx", ratio.toFixed(2), `≥ 0.70 (${ours.toFixed(0)}/s : ${nginx.toFixed(0)}/s)`);
} finally {
  await browser.close();
  await service.stop();
}
