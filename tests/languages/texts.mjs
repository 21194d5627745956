// What people read in an answer, and whether it is in their language.
const scripts = { hi: "Devanagari", mr: "Devanagari", ta: "Tamil", bn: "Bengali", te: "Telugu" };

/** The languages of the catalogues. */
export const languages = Object.keys(scripts);

/** A placeholder that was not filled. */
const hole = /\{\w*\}/;

export function isIn(language, text) {
  return new RegExp(`\\p{Script=${scripts[language]}}`, "u").test(text) && !hole.test(text);
}

const list = (value) => (Array.isArray(value) ? value : value ? [value] : []);

/** Every text for people in the JSON of an answer: of a failure, of a success, and of the findings of its records. */
export function textsOf(body) {
  if (body === null || typeof body !== "object") return [];
  const problem = body.status >= 400 ? [body.title, ...Object.values(body.errors ?? {}).flat()] : [];
  const parts = [...list(body.details), ...list(body.data).flatMap((record) => list(record.findings))];
  const messages = [body, ...parts].map((part) => part.message).filter((message) => message !== undefined);
  return [...problem, ...messages, ...list(body.checks).map(({ detail }) => detail)];
}

/** The texts of an answer that are not in `language`; an answer without texts has none, and names no language. */
export function foreignTexts(language, { body, headers }) {
  const texts = textsOf(body);
  const named = headers.get("Content-Language") ?? "none";
  const expected = texts.length ? language : "none";
  const replayed = headers.get("Idempotency-Replayed"); // kept without the language's name
  const misnamed = named === expected || replayed ? [] : [`Content-Language: ${named}`];
  return [...misnamed, ...texts.filter((text) => !isIn(language, text))];
}
