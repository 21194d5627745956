// node build.mjs: writes src/api.d.ts from the API's document, and compiles the client into dist/. Does nothing when
// nothing changed.
import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import typesOf, { astToString } from "openapi-typescript";
import ts from "typescript";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What the result depends on: the document, and the client's own files. */
async function digestOfSources() {
  const hash = createHash("sha256");
  const own = (await readdir(at("src"))).filter((name) => name !== "api.d.ts").sort().map((name) => `src/${name}`);
  for (const path of ["../../openapi.json", "build.mjs", "package.json", "tsconfig.json", ...own]) {
    hash.update(path).update(await readFile(at(path)));
  }
  return hash.digest("hex");
}

export async function buildClient() {
  const digest = await digestOfSources();
  if ((await readFile(at("dist/.built"), "utf8").catch(() => "")) === digest) return;
  await rm(at("dist"), { recursive: true, force: true });
  const document = JSON.parse(await readFile(at("../../openapi.json"), "utf8"));
  await writeFile(at("src/api.d.ts"), `// Generated from openapi.json.\n${astToString(await typesOf(document, { silent: true }))}`);
  const { config } = ts.readConfigFile(at("tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, at("."));
  const program = ts.createProgram(fileNames, options);
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length) {
    const host = { getCurrentDirectory: () => at("."), getCanonicalFileName: (name) => name, getNewLine: () => "\n" };
    throw new Error(ts.formatDiagnostics(problems, host));
  }
  await copyFile(at("src/api.d.ts"), at("dist/api.d.ts"));
  await writeFile(at("dist/.built"), digest);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildClient();
