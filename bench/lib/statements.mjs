// The SQL that a request really runs, taken from PostgreSQL's log, as a script for pgbench. So the two cannot
// drift apart.
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { draw, filler, ranges } from "./request.mjs";
import { send } from "./single.mjs";

const attempts = 15;
const agreement = 4; // that many requests must have run the same statements

function readFrom(path, offset) {
  const file = openSync(path, "r");
  try {
    const rest = Buffer.alloc(fstatSync(file).size - offset);
    readSync(file, rest, 0, rest.length, offset);
    return rest.toString();
  } finally {
    closeSync(file);
  }
}

/// The statements in a piece of log that was written with log_statement = all: [{sql, values}], a value null
/// for NULL.
export function parseLog(text) {
  const entries = [];
  for (const line of text.split("\n")) {
    const begun = /^\d{4}-\d\d-\d\d \S+ \S+ \[(\d+)\] ([A-Z]+): {2}(.*)$/.exec(line);
    if (begun) entries.push({ pid: begun[1], kind: begun[2], text: begun[3] });
    else if (entries.length && line.startsWith("\t")) entries.at(-1).text += `\n${line.slice(1)}`;
  }
  const statements = [];
  for (const { pid, kind, text: said } of entries) {
    const executed = kind === "LOG" && /^(?:execute \S+|statement): ([^]*)$/.exec(said);
    if (executed) statements.push({ pid, sql: executed[1], values: [] });
    const parameters = kind === "DETAIL" && /^parameters: ([^]*)$/i.exec(said);
    const owner = parameters && statements.findLast((statement) => statement.pid === pid);
    if (!owner) continue;
    for (const [, quoted] of parameters[1].matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g))
      owner.values.push(quoted === undefined ? null : quoted.replaceAll("''", "'"));
  }
  return statements;
}

/// The statements of one request, with the values that were drawn for it. Sends it several times: what a
/// request does not always run, such as looking after a session now and then, is none of its own.
async function observe(server, marked, ids) {
  const fill = filler(marked);
  const seen = new Map();
  await server.sql("ALTER SYSTEM SET log_statement = 'all'; SELECT pg_reload_conf();");
  try {
    for (let attempt = 0; attempt < attempts; ++attempt) {
      const values = draw(ids);
      const before = statSync(server.postgresLog).size;
      const answer = await send(server.port, fill(values));
      const statements = parseLog(readFrom(server.postgresLog, before));
      const shape = statements.map(({ sql }) => sql).join(";");
      const times = (seen.get(shape) ?? 0) + 1;
      seen.set(shape, times);
      if (statements.length && times === agreement) return { statements, values, answer };
    }
  } finally {
    await server.sql("ALTER SYSTEM RESET log_statement; SELECT pg_reload_conf();");
  }
  const shapes = [...seen.keys()].join("\n\n");
  throw new Error(`no ${agreement} of ${attempts} requests ran the same statements; seen:\n${shapes}`);
}

/// The types that PostgreSQL sees in a statement's parameters.
async function parameterTypes(server, sql) {
  const types = await server.sql(`PREPARE observed AS ${sql};
    SELECT array_to_string(parameter_types, '|') FROM pg_prepared_statements WHERE name = 'observed';`);
  return types.split("|");
}

/// {script, constants}: a pgbench script that runs the statements of the request, and the values for its -D
/// options. What was drawn for the request is drawn anew in each transaction; everything else is as it was.
export async function pgbenchScript(server, marked, ids) {
  const { statements, values: drawn, answer } = await observe(server, marked, ids);
  // A read makes nothing; its numbers are those of what is there.
  const created = marked.startsWith("GET ") ? undefined : /"id": ?"?(\d+)/.exec(answer.body)?.[1];
  const used = Object.entries(drawn).filter(([name]) => marked.includes(`<<${name}>>`));
  const names = new Map(used.map(([name, value]) => [String(value), name]));
  const constants = {};
  const lines = ranges(ids).map(([name, least, most]) => `\\set ${name} random(${least}, ${most})`);
  for (const [place, { sql, values }] of statements.entries()) {
    const types = values.length ? await parameterTypes(server, sql) : [];
    const standIns = values.map((value, index) => {
      if (value === null) return `NULL::${types[index]}`;
      if (created && value === created && !names.has(value))
        throw new Error(
          `pgbench cannot run this: it needs what an earlier statement answered ($${index + 1}):\n${sql}`,
        );
      const name = names.get(value) ?? `constant_${place + 1}_${index + 1}`;
      if (!names.has(value)) constants[name] = value;
      return `:${name}::${types[index]}`;
    });
    if (/(^|[^:]):\w/.test(sql)) throw new Error(`pgbench would take a part of this for a variable:\n${sql}`);
    lines.push(`${sql.replace(/\$(\d+)/g, (_, number) => standIns[number - 1])};`);
  }
  return { script: `${lines.join("\n")}\n`, constants, statements: statements.map(({ sql }) => sql) };
}
