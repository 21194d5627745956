// Bodies and values made from the document's schemas.

/** The schema itself, where `schema` refers to it. */
function resolved(document, schema) {
  const chosen = (schema.anyOf ?? []).find(({ type }) => type !== "null");
  const found = document.resolve(chosen ?? schema);
  return found === schema ? schema : resolved(document, found);
}

/** Every member of an object's schema that is no object itself: [{path: ["fields", "wheelGauge"], schema}]. */
export function leavesOf(document, schema) {
  return Object.entries(resolved(document, schema).properties ?? {}).flatMap(([name, member]) => {
    const inner = resolved(document, member);
    if (!inner.properties) return [{ path: [name], schema: member }];
    return leavesOf(document, inner).map((leaf) => ({ ...leaf, path: [name, ...leaf.path] }));
  });
}

/** The value at `path` of a JSON value; undefined where there is none. */
export const valueAt = (value, path) => path.reduce((at, name) => at?.[name], value);

/** An object with these leaves: [[path, value], …]. */
export function bodyWith(leaves) {
  const body = {};
  for (const [path, value] of leaves) {
    const inner = path.slice(0, -1).reduce((at, name) => (at[name] ??= {}), body);
    inner[path.at(-1)] = value;
  }
  return body;
}

// What checking against a schema finds wrong. Other codes are of rules that a schema cannot say.
const codesOfSchemas = new Set([
  "wrong_type", "too_short", "too_long", "blank", "control_character", "pattern", "not_a_choice", "not_an_email", "too_small",
  "too_large", "not_a_date", "not_an_instant", "not_a_boolean", "not_a_number", "required",
]);

const texts = [
  "", " ", "\t\n", "\u00a0\u3000", "\u0085", "\u0000", "a\u0007", "\u001b[31m", "\u007f", "a\tb\r\nc", "\u2028", "\ufeff", "é", "😀".repeat(30),
  "x", "x".repeat(20), "x".repeat(51), "x".repeat(129), "x".repeat(300), "x".repeat(1001), "A", "a@b.c", "a b@c.d",
  "KGP-WS/1.0_x", "2024-02-30", "2024-02-29", "2024-01-15T10:00:00Z",
];
export const values = [...texts, null, true, 1.5, 0, -1, 101, 1_000_001, [], {}, ["a"], { a: 1 }];

/** Ids that are documented as text may also be sent as numbers, which no schema says. */
const isUnsaid = (schema, value) => Number.isInteger(value) && [schema.type].flat().includes("string");

/** Where what was refused of `value`, which was sent at every leaf, is not what the leaves' schemas refuse. */
export function disagreements(document, leaves, value, details) {
  return leaves.flatMap(({ path, schema }) => {
    if (isUnsaid(schema, value)) return [];
    const name = path.join(".");
    const codes = details.filter((detail) => detail.path === name || detail.path.startsWith(name + "[")).map(({ code }) => code);
    const fits = document.faultsOfValue(schema, value).length === 0;
    if (!fits && codes.length === 0) return [`${name}: its schema refuses what is accepted: ${JSON.stringify(value)}`];
    if (fits && codes.some((code) => codesOfSchemas.has(code)))
      return [`${name}: its schema accepts what is refused (${codes}): ${JSON.stringify(value)}`];
    return [];
  });
}

/** Texts of query parameters; a blank one would be none. */
export const queryTexts = [...texts.filter((text) => !/^[\s\u0085]*$/.test(text)), "-1", "1.5", "1000001", "tru", "name", "-name", "null"];

/** What a query's text stands for, by the parameter's schema. */
export function meant(schema, text) {
  if (schema.type === "integer" && /^-?\d+$/.test(text)) return Number(text);
  if (schema.type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  return text;
}
