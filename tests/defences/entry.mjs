// What an entry of defences.mjs means in a work tree: for take_out.mjs, which does it, and for defences_test.mjs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const testsIn = (source) =>
  [...source.matchAll(/^(?:TEST|TEST_F|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+)\s*,\s*(\w+)/gm)].map(
    ([, suite, name]) => `${suite}.${name}`,
  );

/** The test programs of a configured build: name → its tests, as the source has them. */
export function testPrograms(build) {
  const programs = new Map();
  for (const { file, command } of JSON.parse(readFileSync(join(build, "compile_commands.json"), "utf8"))) {
    const program = command.match(/ -o \S*CMakeFiles\/(\w+)\.dir\//)?.[1];
    const tests = sourcesOf(file).filter((source) => source.endsWith("_test.cpp"));
    if (!program || !tests.length) continue;
    const found = tests.flatMap((source) => testsIn(readFileSync(source, "utf8")));
    programs.set(program, [...(programs.get(program) ?? []), ...found]);
  }
  return programs;
}

/** The source itself, or those that a batch includes. */
const sourcesOf = (file) =>
  file.endsWith(".cxx")
    ? Array.from(readFileSync(file, "utf8").matchAll(/^#include "(.*\.cpp)"$/gm), ([, source]) => source)
    : [file];

/** As GoogleTest's filter takes a pattern. */
function matches(name, pattern) {
  const literally = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literally.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(name);
}

/** The path and the text of the entry's file, that text without the defence, and all that is wrong with the entry. */
export function readEntry(root, programs, { file, takes, gives, program, tests }) {
  const path = join(root, file);
  const text = existsSync(path) ? readFileSync(path, "utf8") : null;
  const parts = text?.split(takes) ?? [];
  const known = programs.get(program);
  const problems = [];
  if (text === null) problems.push(`there is no ${file}: name the file that has the defence now`);
  else if (parts.length !== 2)
    problems.push(`${file} holds ${parts.length - 1} times, not once, what it takes: ${takes}`);
  if (gives === takes) problems.push(`it gives what it takes: give what does not defend`);
  if (!known) problems.push(`there is no test program ${program}: name the one that its tests are in now`);
  for (const pattern of known ? tests.split(":") : [])
    if (!known.some((name) => matches(name, pattern)))
      problems.push(`${program} has no test ${pattern}: name one that fails without the defence`);
  return { path, text, without: parts.join(gives), problems };
}
