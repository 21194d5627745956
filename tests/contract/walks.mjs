// What features tell tests that walk over all endpoints; tests/support/walks.hpp says what the files hold. Here also:
//     "calls": {"POST /api/a": {…}}
//       "example_is_answered": 422     its example cannot be sent as it is: a file
//       "late": 2                     called after all others, in this order: it ends what they need
//       "code_from": "/api/b"         its `code` is what that operation answers, or sends as a text message
//       "prepare": "INSERT …"         what only SQL can prepare, for the record {id} that it works on
//     "records": {"/api/a": {…}}
//       "then": ["POST /api/a/{id}/b"]  called for a record that was posted, before others can name it
//     "fill": {"/api/a": {…}}         values for members whose examples are none: they name a record, or lock the caller out
//     "follows": {"/api/a": ["b"]}    members that follow from others
import { readdirSync, readFileSync } from "node:fs";

const features = new URL("../../src/features/", import.meta.url);

const files = readdirSync(features, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, features)).includes("walks_test.json"))
  .map(({ name }) => JSON.parse(readFileSync(new URL(`${name}/walks_test.json`, features), "utf8")));

/** The members of a section in all files together. */
export const told = (section) => Object.assign({}, ...files.map((file) => file[section]));

/** The part of an operation's path before its first id. */
export const collection = ({ path }) => path.split("/{")[0];

let used = 10_000;

/** Gives `value` with its texts in braces filled: `meaning(name)` says, or promises, what one stands for. */
export async function filled(value, meaning) {
  if (Array.isArray(value)) return Promise.all(value.map((one) => filled(one, meaning)));
  if (value && typeof value === "object") {
    const all = {};
    for (const [name, member] of Object.entries(value)) all[name] = await filled(member, meaning);
    return all;
  }
  if (typeof value !== "string") return value;
  let text = "";
  for (const part of value.split(/(\{[^{}]+\})/)) {
    const name = part.match(/^\{(.*)\}$/)?.[1];
    const meant = name === "unique" ? used++ : name && (await meaning(name));
    if (part === value && meant !== undefined) return /^\d+$/.test(meant) ? Number(meant) : meant;
    text += meant ?? part;
  }
  return text;
}
