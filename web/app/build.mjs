// node build.mjs <folder>: builds the client and the app, and puts the app into the folder, with each text also as .gz and .br.
// Does nothing when nothing changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

import { buildClient } from "../client/build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const folder = process.argv[2];
if (!folder) throw new Error("which folder? node build.mjs <folder>");
const [brotli, gzip] = [promisify(zlib.brotliCompress), promisify(zlib.gzip)];

async function filesIn(directory) {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

async function digestOfSources() {
  const hash = createHash("sha256");
  const own = ["build.mjs", "index.html", "package.json", "tsconfig.json", "vite.config.ts", "lingui.config.ts"].map((name) => join(here, name));
  const folders = ["src", "public", "plugins"].map((name) => filesIn(join(here, name)));
  const catalogues = (await readdir(join(root, "locales"))).sort().map((language) => join(root, "locales", language, "web.po"));
  const others = [join(here, "../package-lock.json"), join(root, "openapi.json"), join(here, "../client/build.mjs")];
  for (const file of [...own, ...(await Promise.all(folders)).flat(), ...catalogues, ...others, ...(await filesIn(join(here, "../client/src")))]) {
    if (file.endsWith("api.d.ts")) continue; // follows from openapi.json
    hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest("hex");
}

const digest = await digestOfSources();
const mark = join(folder, ".built");
if ((await readFile(mark, "utf8").catch(() => "")) !== digest) {
  const say = (text) => console.log(text);
  const run = (packageName, program, ...options) =>
    execFileSync(process.execPath, [fileURLToPath(new URL(program, import.meta.resolve(`${packageName}/package.json`))), ...options], { cwd: here, stdio: "inherit" });
  say("client");
  await buildClient();
  say("types");
  run("typescript", "bin/tsc");
  say("bundle");
  run("vite", "bin/vite.js", "build", "--logLevel", "warn");
  say("compression");
  const dist = join(here, "dist");
  for (const file of await filesIn(dist)) {
    if (!/\.(js|css|html|svg|json|webmanifest)$/.test(file)) continue;
    const content = await readFile(file);
    const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
    await writeFile(`${file}.br`, await brotli(content, quality));
    await writeFile(`${file}.gz`, await gzip(content, { level: 9 }));
  }
  await writeFile(join(dist, ".built"), digest);
  // Put in place in one step: a server that starts meanwhile finds the old app or the new one.
  await mkdir(dirname(folder), { recursive: true });
  await rm(`${folder}.new`, { recursive: true, force: true });
  await cp(dist, `${folder}.new`, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(`${folder}.new`, folder);
}
