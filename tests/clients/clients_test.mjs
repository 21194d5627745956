// node clients_test.mjs <kpa>: generates a client's types from the OpenAPI document, and compiles with them, strictly, what
// somebody writes against the API.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { installed } from "../support/service.mjs";

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

await test("clients", async (t) => {
  const { stdout } = await run(process.argv[2], ["openapi"], { maxBuffer: 64 << 20 });
  const document = JSON.parse(stdout);
  const directory = await mkdtemp(join(tmpdir(), "kpa-clients-"));
  /** What the compiler says of a file beside api.ts; nothing when it is content. */
  const complaints = async (file) => {
    const compiler = join(dirname(installed.resolve("typescript/package.json")), "bin", "tsc");
    const options = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022"];
    const compiling = run(process.execPath, [compiler, ...options, "--module", "preserve", file], { cwd: directory });
    return compiling.then(() => "", ({ stdout: complaint }) => complaint);
  };
  try {
    const { astToString, default: typesOf } = installed("openapi-typescript");
    const types = astToString(await typesOf(document, { silent: true }));
    await writeFile(join(directory, "api.ts"), types);
    await cp(join(here, "usage.ts"), join(directory, "usage.ts"));

    await t.test("have an operation for each of the document's", () => {
      const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
      assert.deepEqual(ids.filter((id) => !types.includes(`    ${id}: {`)), []);
    });

    await t.test("compile strictly, and let nobody write what the API refuses", async () => {
      assert.equal(await complaints("usage.ts"), "");
    });

    await t.test("see what is wrong", async () => {
      await writeFile(join(directory, "wrong.ts"), 'import type { operations } from "./api";\nexport type None = operations["surelyUnknown"];\n');
      assert.match(await complaints("wrong.ts"), /surelyUnknown/);
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
