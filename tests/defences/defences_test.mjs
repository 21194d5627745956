// node defences_test.mjs: what the entries of defences.mjs name is there. Whether their tests fail only ./dev defences tells.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { defences } from "./defences.mjs";
import { readEntry, testPrograms } from "./entry.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const remedy = "Mend tests/defences/defences.mjs, and see the tests fail: ./dev defences NAME";

await test("defences", async (t) => {
  await t.test("each can be taken out of the source, and has its tests", () => {
    const programs = testPrograms(join(root, "build/debug"));
    const wrong = defences.flatMap((entry) =>
      readEntry(root, programs, entry).problems.map((problem) => `${entry.name}: ${problem}`),
    );
    assert.ok(!wrong.length, [remedy, ...wrong].join("\n"));
  });

  await t.test("everything that is wrong with one is found", (planted) => {
    const tree = mkdtempSync(join(tmpdir(), "kpa-defences-"));
    planted.after(() => rmSync(tree, { recursive: true }));
    writeFileSync(join(tree, "gate.cpp"), "if (shut) refuse();\nif (late) refuse();\n");
    const programs = new Map([["gate_test", ["Gate.IsShut", "Gate.IsLate"]]]);
    const good = {
      file: "gate.cpp",
      takes: "if (shut)",
      gives: "if (shut && late)",
      program: "gate_test",
      tests: "Gate.IsShut:*Late",
    };
    const wrong = (change) => readEntry(tree, programs, { ...good, ...change }).problems.join("\n");
    assert.equal(wrong({}), "");
    assert.equal(
      readEntry(tree, programs, good).without,
      "if (shut && late) refuse();\nif (late) refuse();\n",
    );
    assert.match(wrong({ file: "door.cpp" }), /^there is no door\.cpp: .*$/);
    assert.match(wrong({ takes: "if (open)" }), /^gate\.cpp holds 0 times, .*: if \(open\)$/);
    assert.match(wrong({ takes: "refuse()" }), /^gate\.cpp holds 2 times, .*: refuse\(\)$/);
    assert.match(wrong({ gives: good.takes }), /^it gives what it takes: .*$/);
    assert.match(wrong({ program: "door_test" }), /^there is no test program door_test: .*$/);
    assert.match(wrong({ tests: "Gate.IsShut:Gate.Is" }), /^gate_test has no test Gate\.Is: .*$/);
    const all = { file: "door.cpp", gives: good.takes, tests: "Gate.IsOpen:Door.*:Gate.IsLate" };
    assert.equal(wrong(all).split("\n").length, 4);
  });
});
