import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

// @ts-expect-error: plain JavaScript, which the lint runs without a build
import { layoutComplaints } from "../lint/layout.mjs";

/** What the lint says of a source tree with these files. */
async function complaintsOf(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "kpa-layout-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return (await layoutComplaints(folder)) as string[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the app's own source keeps the rule", async () => {
  expect(await layoutComplaints(join(import.meta.dirname, "../src"))).toEqual([]);
});

test.each([
  ["kit/a.ts", 'import { b } from "#features/b";', "above it"],
  ["kit/a.ts", 'import { b } from "../features/b/index.ts";', "above it"],
  ["kit/a.ts", 'import { b } from "../main.tsx";', "above it"],
  ["features/a/index.ts", 'export { b } from "#app/b.ts";', "above it"],
  ["features/a/api/x.ts", 'const b = await import("../../../app/b.ts");', "above it"],
  ["features/a/x.ts", 'import { b } from "../b/inner.ts";', "only its face"],
  ["app/x.ts", 'import { b } from "../features/b/inner.ts";', "only its face"],
  ["features/a/x.ts", 'import { b } from "./index.ts";', "own feature's face"],
])("a planted violation in %s is seen: %s", async (file, text, said) => {
  const complaints = await complaintsOf({ [file]: text });
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toContain(said);
});

test("a circle is seen", async () => {
  const complaints = await complaintsOf({
    "features/a/index.ts": 'import "#features/b";',
    "features/b/x.ts": 'import "#features/c";',
    "features/c/x.ts": 'import "#features/a";',
  });
  expect(complaints).toEqual(["features import each other in a circle: a → b → c → a"]);
});

test("what is allowed is let through", async () => {
  const complaints = await complaintsOf({
    "main.tsx": 'import "./app/router.tsx"; import "#kit/a.ts";',
    "app/router.tsx": 'import { a } from "#features/a"; import x from "react";',
    "features/a/index.ts": 'export { a } from "./api/x.ts"; import { b } from "#features/b";',
    "features/a/api/x.ts": 'import "#kit/a.ts"; import "../y.ts";',
  });
  expect(complaints).toEqual([]);
});
