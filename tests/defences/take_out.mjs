// node take_out.mjs ROOT [NAME] -- LAUNCHER…: what ./dev defences runs. LAUNCHER: before a test program.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defences } from "./defences.mjs";
import { readEntry, testPrograms } from "./entry.mjs";

const separator = process.argv.indexOf("--");
const [root, part = ""] = process.argv.slice(2, separator);
const launcher = process.argv.slice(separator + 1);
const build = join(root, "build/debug");
const programs = testPrograms(build);

const outside = new Map(); // file → its text as it was
const restore = () => {
  for (const [file, text] of outside) writeFileSync(file, text);
  outside.clear();
};
process.on("exit", restore);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

function run(program, args, environment = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  return { status, output: stdout + stderr };
}

function compile(program) {
  const { status, output } = run("cmake", ["--build", build, "--target", program]);
  if (status !== 0) throw new Error(`does not compile:\n${output.slice(-3000)}`);
}

function test({ program, tests }) {
  const [first, ...rest] = [...launcher, join(build, "tests", program), `--gtest_filter=${tests}`];
  const { status, output } = run(first, rest);
  if (!/\[={10}\] Running [1-9]/.test(output)) throw new Error(`there is no test ${tests} in ${program}`);
  const names = [...output.matchAll(/^\[ {2}FAILED {2}\] (\w\S*\.\S+?)(?: \(|,|$)/gm)].map(([, name]) => name);
  if (status !== 0 && !names.length) throw new Error(`${program} died before a test could fail:\n${output.slice(-3000)}`);
  return { passed: status === 0, failed: [...new Set(names)] };
}

function read(defence) {
  const entry = readEntry(root, programs, defence);
  if (entry.problems.length) throw new Error(entry.problems.join("\n"));
  return entry;
}

function takeOut(defence) {
  const { path, text, without } = read(defence);
  outside.set(path, text);
  writeFileSync(path, without);
}

let bad = 0;
const chosen = defences.filter(({ name }) => name.includes(part));
for (const defence of chosen) {
  let outcome;
  try {
    read(defence);
    compile(defence.program);
    if (!test(defence).passed) throw new Error("the test fails with the defence in place");
    takeOut(defence);
    compile(defence.program);
    const { passed, failed } = test(defence);
    outcome = passed ? "PASSES WITHOUT IT" : `seen to fail: ${failed.join(", ")}`;
    bad += passed;
  } catch (error) {
    outcome = `CANNOT BE TOLD: ${error.message}`;
    ++bad;
  }
  restore();
  console.log(`${defence.name}: ${outcome}`);
}
for (const program of new Set(chosen.map(({ program }) => program))) compile(program);
const names = defences.map(({ name }) => `  ${name}`).join("\n");
if (!chosen.length) console.log(`no defence is named so; there are:\n${names}`);
process.exitCode = bad || !chosen.length ? 1 : 0;
