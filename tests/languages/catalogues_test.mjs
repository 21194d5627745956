// node catalogues_test.mjs: every text in the source is in every catalogue of locales/, translated and whole.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { isIn, languages, leftInEnglish } from "./texts.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const remedy = "./dev messages brings the catalogues up to date; docs/how-to/translate.md tells the rest";

/** The entries of a catalogue: {id, plural, texts, flags, obsolete}. */
function entriesOf(path) {
  const content = execFileSync("msgcat", ["--no-wrap", path], { encoding: "utf8" });
  return content.split("\n\n").map((block) => {
    const lines = block.split("\n");
    const read = (keyword) =>
      lines.filter((line) => line.replace(/^#~ /, "").startsWith(`${keyword} `) || (keyword === "msgstr" && /^(#~ )?msgstr\[/.test(line)))
        .map((line) => JSON.parse(line.slice(line.indexOf('"'))));
    const flags = lines.filter((line) => line.startsWith("#,")).join();
    const [id] = read("msgid");
    return { id, plural: read("msgid_plural")[0], texts: read("msgstr"), flags, obsolete: block.includes("#~") };
  }).filter(({ id }) => id);
}

const placeholders = (text) => [...new Set(text.match(/\{\w*\}?/g) ?? [])].sort();
const edges = (text) => [/^\s*/, /\s*$/].map((edge) => text.match(edge)[0]);

await test("catalogues", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "kpa-messages-"));
  const template = join(directory, "kpa.pot");
  const script = 'root=$1; source "$1/scripts/dev/messages.bash"; extract_messages "$2"';
  execFileSync("bash", ["-euo", "pipefail", "-c", script, "bash", root, template]);
  const wanted = entriesOf(template);
  rmSync(directory, { recursive: true });

  await t.test("there is one for each language", () =>
    assert.deepEqual(readdirSync(join(root, "locales")).sort(), [...languages].sort()));
  await t.test("the check sees words that were left in English", () => {
    assert.deepEqual(leftInEnglish("यह पासवर्ड is too short: कम से कम {min} byte"), ["is", "too", "short"]);
    assert.deepEqual(leftInEnglish("थोड़ा रुककर again"), ["again"]);
    assert.deepEqual(leftInEnglish("If-Match में {tag} या 20 TO 28, 2024-01-15T10:30:00Z"), []);
  });
  await t.test("the program has texts", () => assert.ok(wanted.length > 100));

  for (const language of languages) {
    const path = join(root, "locales", language, "kpa.po");
    const entries = entriesOf(path);
    const told = (found) => assert.deepEqual(found.map(({ id }) => id), [], remedy);

    await t.test(`${language} has every text, and no other`, () => {
      const key = ({ id, plural }) => `${id}\0${plural}`;
      const known = new Set(entries.filter(({ obsolete }) => !obsolete).map(key));
      const used = new Set(wanted.map(key));
      told(wanted.filter((entry) => !known.has(key(entry))));
      told(entries.filter((entry) => entry.obsolete || !used.has(key(entry))));
    });
    await t.test(`${language} is translated, without a guess`, () => {
      told(entries.filter(({ texts }) => texts.some((text) => !text)));
      told(entries.filter(({ flags }) => flags.includes("fuzzy")));
    });
    await t.test(`${language} has the placeholders of the English`, () =>
      told(entries.filter(({ id, texts }) =>
        texts.some((text) => text && `${placeholders(text)}` !== `${placeholders(id)}`))));
    await t.test(`${language} begins and ends as the English`, () =>
      told(entries.filter(({ id, texts }) => texts.some((text) => `${edges(text)}` !== `${edges(id)}`))));
    await t.test(`${language} is in its script`, () => {
      const onlyValues = ({ id }) => !/[A-Za-z]/.test(id.replaceAll(/\{\w*\}/g, ""));
      const bare = (text) => text.replaceAll(/[{}]/g, "");
      told(entries.filter((entry) => !onlyValues(entry) && entry.texts.some((text) => !isIn(language, bare(text)))));
    });
    await t.test(`${language} leaves no word in English but these that it may`, () => {
      const left = entries.flatMap(({ texts }) => texts).map((text) => [text, leftInEnglish(text)]);
      assert.deepEqual(left.filter(([, words]) => words.length), [], "translate them, or let texts.mjs keep them");
    });
    await t.test(`${language} has as many forms of a plural as its rule`, () => {
      const count = Number(readFileSync(path, "utf8").match(/nplurals=(\d+)/)[1]);
      told(entries.filter(({ plural, texts }) => texts.length !== (plural === undefined ? 1 : count)));
    });
  }
});
