// The web app, built, and looked at in a browser.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { installed } from "./service.mjs";

const run = promisify(execFile);
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Builds the app, unless that was done; gives its folder. */
export async function builtApp() {
  const folder = at("build/web");
  await run(process.execPath, [at("web/app/build.mjs"), folder], { maxBuffer: 16 << 20 });
  return folder;
}

const { chromium } = installed("playwright-core");

export const launchBrowser = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A browser whose profile is on the disk, so that it can be killed and started again. `open()` gives its page. */
export async function launchOnDisk(options) {
  const profile = await mkdtemp(join(tmpdir(), "kpa-profile-"));
  const disk = {
    context: undefined,
    async open() {
      disk.context = await chromium.launchPersistentContext(profile, { ...options, executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
      return disk.context.pages()[0] ?? disk.context.newPage();
    },
    async remove() {
      await disk.context?.close().catch(() => {});
      await rm(profile, { recursive: true, force: true });
    },
    profile,
  };
  return disk;
}

/** Ends all processes of such a browser as a battery does that falls out. */
export async function killBrowser({ context, profile }) {
  const ended = new Promise((resolve) => context.once("close", resolve));
  const { stdout } = await run("pgrep", ["-f", "--", `--user-data-dir=${profile}`]);
  for (const id of stdout.trim().split("\n")) {
    try {
      process.kill(Number(id), "SIGKILL");
    } catch {
      // it ended with its parent
    }
  }
  await ended;
}

/** Notes what goes wrong in the page's own eyes: refused by its policy, thrown, written to the console as an error. */
export function complaintsOf(page) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    // An answer of 401 or 422 is an error to the browser, and to us how the API says no.
    if (message.type() === "error" && !/status of (401|403|422|429)/.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

const axe = await readFile(installed.resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong on the page, a line for each element. */
export async function barriersOf(page) {
  // Run by the browser itself, so that the page's policy does not refuse it.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary}`));
}

/** Elements that reach beyond the page's right edge; nothing when the page needs no scrolling sideways. */
export const overflowOf = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width && ![...document.querySelectorAll("main, nav, header")].some((part) => part.scrollWidth > part.clientWidth + 1)) return [];
    const outside = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1);
    return outside.map((element) => element.outerHTML.slice(0, 120));
  });
