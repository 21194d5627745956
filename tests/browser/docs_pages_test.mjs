// node docs_pages_test.mjs <kpa> [--pictures <directory>]: opens the documentation's pages in a real browser, as a
// newcomer does. With --pictures it also takes README's pictures of them.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { parseArgs } from "node:util";

import { installed, startService } from "../support/service.mjs";

const { chromium } = installed("playwright-core");
const { positionals: [kpa], values: { pictures } } = parseArgs({
  allowPositionals: true,
  options: { pictures: { type: "string" } },
});

const browserProgram = "/usr/bin/chromium"; // Debian's
const deadline = 60_000; // milliseconds for anything that a page does
const forms = "/api/forms/wheel-specifications";

/** Opens a page, gives it to `look`, and complains about errors in its console and about requests to elsewhere. */
async function visit(browser, address, look) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(deadline);
  const complaints = [];
  const note = (applies, complaint) => applies && complaints.push(complaint);
  page.on("console", (message) => note(message.type() === "error", `console: ${message.text()}`));
  page.on("pageerror", (error) => note(true, `uncaught: ${error.message}`));
  page.on("requestfailed", (request) => note(true, `failed: ${request.url()} ${request.failure().errorText}`));
  page.on("response", (response) => note(response.status() >= 400, `${response.status()}: ${response.url()}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    const inside = ["data:", "blob:"].includes(protocol) || origin === new URL(address).origin;
    note(!inside, `left the origin: ${request.url()}`);
  });
  try {
    await page.goto(address, { waitUntil: "networkidle" });
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

/** With --pictures: what the window shows from the first of `selector` on. */
async function show(page, selector, name) {
  if (!pictures) return;
  await page.locator(selector).first().evaluate((element) => element.scrollIntoView());
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, name), animations: "disabled" });
}

await test("documentation in a browser", async (t) => {
  const service = await startService(kpa);
  let browser;
  try {
    browser = await chromium.launch({ executablePath: browserProgram, args: ["--no-sandbox"] });
    const token = await service.register("+919876543210");
    const { paths } = (await service.call("GET", "/api/openapi.json")).body;
    const operations = Object.values(paths).flatMap(Object.values);
    const { example } = paths[forms].post.requestBody.content["application/json"];
    const made = await service.call("POST", forms, { token, body: { ...example, submittedBy: undefined } });
    assert.equal(made.status, 201, made.text);

    await t.test("/ is a page, /api/ says where everything is", async () => {
      const root = await service.call("GET", "/");
      assert.deepEqual([root.status, root.headers.get("Content-Type")], [200, "text/html; charset=utf-8"]);
      const { status, body } = await service.call("GET", "/api/");
      assert.equal(status, 200);
      for (const link of Object.values(body.links)) assert.equal((await service.call("GET", link)).status, 200, link);
    });

    await t.test("Swagger UI lists every operation", () =>
      visit(browser, `${service.base}/api/docs/`, async (page) => {
        await page.locator(".opblock").nth(operations.length - 1).waitFor();
        assert.equal(await page.locator(".opblock").count(), operations.length);
        assert.equal(new URL(page.url()).pathname, "/api/docs/");
        await show(page, ".scheme-container", "swagger-ui.png");
      }));

    await t.test("Swagger UI takes a token and tries a request out", () =>
      visit(browser, `${service.base}/api/docs/`, async (page) => {
        await page.getByRole("button", { name: "Authorize" }).first().click();
        const dialog = page.locator(".dialog-ux");
        await dialog.locator("input").fill(token);
        await dialog.getByRole("button", { name: "Apply credentials" }).click();
        await dialog.getByRole("button", { name: "Close" }).last().click();
        const operation = page.locator(".opblock-get").filter({ hasText: "List wheel specifications" });
        await operation.locator(".opblock-summary-control").click();
        await operation.getByRole("button", { name: "Execute" }).click();
        const answer = operation.locator(".live-responses-table .response");
        assert.match(await answer.locator(".response-col_status").innerText(), /^200/);
        const shown = await answer.locator(".response-col_description").innerText();
        assert.ok(shown.includes(`"formNumber": "${example.formNumber}"`), shown);
        await show(page, ".opblock.is-open .responses-inner", "try-it-out.png");
      }));

    await t.test("ReDoc shows every operation", () =>
      visit(browser, `${service.base}/api/redoc/`, async (page) => {
        await page.locator("h1", { hasText: "KPA ERP API" }).waitFor();
        const titles = await page.locator("h2").allInnerTexts();
        for (const { summary } of operations) assert.ok(titles.includes(summary), summary);
        await show(page, `[id="operation/${paths[forms].post.operationId}"]`, "redoc.png");
      }));
  } finally {
    await browser?.close();
    await service.stop();
  }
});
