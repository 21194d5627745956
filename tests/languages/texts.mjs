// What people read in an answer, and whether it is in their language.
const scripts = { hi: "Devanagari", mr: "Devanagari", ta: "Tamil", bn: "Bengali", te: "Telugu" };

/** The languages of the catalogues. */
export const languages = Object.keys(scripts);

/** A placeholder that was not filled. */
const hole = /\{\w*\}/;

export function isIn(language, text) {
  return new RegExp(`\\p{Script=${scripts[language]}}`, "u").test(text) && !hole.test(text);
}

/** English words that translations may keep: terms, names, and what is typed as it stands. A new one is a decision: it is made here. */
const kept = new Set([
  // names
  "API ASCII Base64 CSRF CSV DTD ERP ETag Excel HTTP JSON KPA NUL QR RFC SMS URI UTF-16 UTF-8 UUID WWP WebSocket XLSForm kpa migrate application json xls xlsx",
  "Allow Authorization Bearer Content-Encoding Host Idempotency-Key If-Match Sec-WebSocket-Key Transfer-Encoding X-CSRF-Token __Host-kpa_csrf",
  "access_token k3xw7-q5nta next_cursor second_factor page",
  "PIN Redis PostgreSQL Prometheus OpenAPI ODK KoboToolbox RDSO IOH BMBC NR kB MB ms",
  // keys, and examples of what is typed
  "Alt Ctrl Enter Escape Tab A J Y Z ABC KGP-WS client configuration log meera railway example Worn worn out null all depot division metrics own bn en hi mr ta te",
  // XLSForm
  "and choices colours constraint name regex select_one selected survey",
  // expressions
  "every for n r some t",
  // values and units
  "false true today today-30 http https image jpeg pdf csv IN A-Z a-z Flange Thickness Text TO v3 YYYY-MM-DD _ MiB byte bytes mm s",
  // terms, some of several words
  "access authenticator baseSequence baseVersion body cache challenge characters chunked code coding comma condemning control cookie cookies cursor delimited directory",
  "document escape header headers id import instance key media method methods migrations object origin parameter pawl query recovery",
  "request staff string superuser token transfer type u uuid",
].flatMap((line) => line.split(" ")));

/** The words of a translation that were left in English and should not be. */
export function leftInEnglish(translation) {
  const words = translation.replaceAll(/\{\w*\}/g, "|").match(/(?<![\w-])[A-Za-z_](?:[\w-]*\w)?/g) ?? [];
  return words.filter((word) => !kept.has(word));
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
