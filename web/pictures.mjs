// node pictures.mjs <kpa> <built app>: the pictures of the README and of the user's guide, taken from the demo: what ./dev pictures runs.
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { goodWheel, hands, password } from "../tests/support/shop_floor.mjs";
import { startService } from "../tests/support/service.mjs";

const [kpa, app] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)("playwright-core");
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const guide = folder("app/public/guide/pictures"), docs = folder("../docs/pictures");
const inspector = "+919822222222", supervisor = "+919800000001";

const service = await startService(kpa, { KPA_WEB_DIR: app, KPA_PROFILE: "dev" }, ["--demo"]);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  await mkdir(guide, { recursive: true });
  await mkdir(docs, { recursive: true });
  await service.register(inspector, password);
  const phone = await browser.newContext({ locale: "en-IN", viewport: { width: 360, height: 720 }, deviceScaleFactor: 2, hasTouch: true, reducedMotion: "reduce", timezoneId: "Asia/Kolkata" });
  const me = hands(await phone.newPage(), service.base);
  const take = (name) => me.page.screenshot({ path: `${guide}/${name}.png` });
  const earlier = { ...goodWheel, wheelGauge: "1600.5", wheelProfile: "28.1" };
  await me.open("/");
  await me.logIn(inspector);
  await me.beginWheel("W-4711");
  await me.fillWheel(earlier);
  await me.send();
  await me.synchronised();
  await me.beginWheel("W-4711");
  await me.fillWheel({ treadDiameterNew: "912", lastShopIssueSize: "837", condemningDia: "825", wheelGauge: "1603", wheelProfile: "16" });
  await me.page.locator("[data-before]").first().waitFor();
  await me.at("fields.wheelGauge").focus();
  await me.at("fields.wheelGauge").evaluate((field) => field.scrollIntoView({ block: "center" }));
  await take("wheel");
  await me.open("/new");
  await me.press("Bogie checksheet");
  await me.fill("bogieDetails.bogieNo", "B-12345");
  await me.page.getByRole("button", { name: /^All good/ }).first().click();
  await me.page.getByRole("button", { name: /^All good/ }).first().evaluate((button) => button.scrollIntoView({ block: "start" })).catch(() => {});
  await take("bogie");
  await me.open("/new");
  await take("form");
  await phone.setOffline(true);
  await me.beginWheel("W-4712");
  await me.fillWheel();
  await me.send();
  await take("waiting");
  await phone.setOffline(false);
  await me.synchronised();
  await me.open("/");
  await me.synchronised();
  await take("today");
  await me.open("/people");
  await take("people");
  await phone.close();

  // The office, at a desk.
  const desk = await browser.newContext({ locale: "en-IN", viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", timezoneId: "Asia/Kolkata" });
  const secret = /superuser\t\S+\t(\S+)/.exec(service.output())[1];
  const office = hands(await desk.newPage(), service.base);
  await office.open("/login");
  await office.page.locator("[name=phone_number]").fill(supervisor);
  await office.page.locator("[name=password]").fill(secret);
  await office.press("Log in");
  await office.titled("Today");
  for (const [name, path] of [["review", "/review"], ["people", "/admin/people"], ["builder", "/forms/1"]]) {
    await office.open(path);
    await office.page.waitForLoadState("networkidle");
    if (name === "review") {
      await office.page.keyboard.press("j");
      await office.page.getByRole("button", { name: /^Approve|^Take into review/ }).first().waitFor();
      await office.page.waitForLoadState("networkidle");
    }
    await office.page.screenshot({ path: `${docs}/${name}.png` });
  }
} finally {
  await browser.close();
  await service.stop();
}
