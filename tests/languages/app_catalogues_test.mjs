// node app_catalogues_test.mjs: every text of the web app is in every catalogue of locales/, translated and whole.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { isIn, languages, leftInEnglish } from "./texts.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const remedy = "./dev messages brings the catalogues up to date; docs/how-to/translate.md tells the rest";

/** The texts of a catalogue with their translations. */
function entriesOf(path) {
  const joined = (lines) => lines.map((line) => JSON.parse(line.slice(line.indexOf('"')))).join("");
  return readFileSync(path, "utf8").split("\n\n").map((block) => {
    const lines = block.split("\n").filter((line) => !line.startsWith("#"));
    const at = lines.findIndex((line) => line.startsWith("msgstr"));
    return { id: joined(lines.slice(0, at).filter((line) => line.includes('"'))), text: joined(lines.slice(at).filter((line) => line.includes('"'))), obsolete: block.includes("#~"), fuzzy: block.includes("#, fuzzy") };
  }).filter(({ id }) => id);
}

const placeholders = (text) => [...new Set(text.match(/\{\w+(?=[},])|<\/?\d+\/?>|#/g) ?? [])].sort();
/** What a person reads of a message with forms: the forms. */
const read = (text) => text.replaceAll(/\{\w+, plural,|\b(one|other|zero|two|few|many|=\d+) \{/g, " ").replaceAll(/[{}]/g, " ");

await test("the app's catalogues", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "kpa-app-messages-"));
  cpSync(join(root, "locales"), directory, { recursive: true });
  const lingui = join(root, "web/node_modules/@lingui/cli/dist/lingui.js");
  execFileSync(process.execPath, [lingui, "extract", "--clean"], { cwd: join(root, "web/app"), env: { ...process.env, KPA_LOCALES: directory } });
  const wanted = new Set(entriesOf(join(directory, "ta/web.po")).map(({ id }) => id));
  rmSync(directory, { recursive: true });

  await t.test("the app has texts", () => assert.ok(wanted.size > 50));
  for (const language of languages) {
    const entries = entriesOf(join(root, "locales", language, "web.po"));
    const told = (found) => assert.deepEqual(found.map(({ id }) => id), [], remedy);
    await t.test(`${language} has every text, and no other`, () => {
      const known = new Set(entries.filter(({ obsolete }) => !obsolete).map(({ id }) => id));
      assert.deepEqual([...wanted].filter((id) => !known.has(id)), [], remedy);
      told(entries.filter(({ id, obsolete }) => obsolete || !wanted.has(id)));
    });
    await t.test(`${language} is translated, without a guess`, () => told(entries.filter(({ text, fuzzy }) => !text || fuzzy)));
    await t.test(`${language} has the placeholders of the English`, () =>
      told(entries.filter(({ id, text }) => `${placeholders(text)}` !== `${placeholders(id)}`)));
    await t.test(`${language} is in its script, and leaves no word in English but these that it may`, () => {
      const words = (text) => leftInEnglish(read(text.replaceAll(/\{\w*\}|https?:\/\/\S*/g, "")));
      // A text of nothing but names and units, such as `{ms} ms`, is the same in every language.
      told(entries.filter(({ id, text }) => words(id).length > 0 && !isIn(language, read(text.replaceAll(/\{\w*\}/g, "")))));
      assert.deepEqual([...new Set(entries.flatMap(({ text }) => words(text)))], []);
    });
  }
});
