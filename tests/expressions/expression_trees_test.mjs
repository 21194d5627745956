// The trees of the vectors are what docs/expression-tree.schema.json says, on which clients rely; and what it names is what there is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { installed } from "../support/service.mjs";

const Ajv2020 = installed("ajv/dist/2020").default;
const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

const schema = read("docs/expression-tree.schema.json");
const { vectors } = read("tests/expressions/vectors.json");
const valid = new Ajv2020({ strictTuples: false }).compile(schema);

test("every tree is as its schema says", () => {
  for (const { expression, tree } of vectors) assert.ok(valid(tree), `${expression}: ${JSON.stringify(valid.errors)}`);
});

test("the schema refuses what is no tree", () => {
  const name = ["name", "a", "number"];
  for (const tree of [null, "a", [], ["nonsense"], ["name", "a"], ["name", "a", "float"], [...name, 1], ["literal", "number", 1], ["literal", "string", ""],
    ["literal", "boolean", "true"], ["+", name], ["=", name], ["=", name, name, name], ["within", "[[", name, name, name], ["some", name, name], ["if", name, name],
    ["abs", "a"], ["list of number"]])
    assert.ok(!valid(tree), JSON.stringify(tree));
});

test("every operator and function of the schema has vectors", () => {
  const used = new Set();
  const visit = (tree) => {
    used.add(tree[0]);
    for (const part of tree) if (Array.isArray(part)) visit(part);
  };
  for (const { tree } of vectors) visit(tree);
  const first = (definition) => {
    const { const: one, enum: several, $ref: other } = definition.prefixItems?.[0] ?? {};
    return one ? [one] : several ?? (other ? schema.$defs.function.enum : []);
  };
  const named = Object.values(schema.$defs).flatMap(first);
  assert.deepEqual(named.filter((word) => !used.has(word)), []);
});
