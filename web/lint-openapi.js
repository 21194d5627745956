// node web/lint-openapi.js <document>: checks an OpenAPI document against redocly.yaml. Exit 1 when it breaks a rule.
import { fileURLToPath } from "node:url";
import { formatProblems, getTotals, lint, loadConfig } from "@redocly/openapi-core";

const [document] = process.argv.slice(2);
if (!document) {
  console.error("usage: node web/lint-openapi.js <document>");
  process.exit(2);
}

const config = await loadConfig({ configPath: fileURLToPath(new URL("redocly.yaml", import.meta.url)) });
const problems = await lint({ ref: document, config });
const totals = getTotals(problems);
formatProblems(problems, { format: "codeframe", totals, version: "" });
process.exit(totals.errors > 0 ? 1 : 0);
