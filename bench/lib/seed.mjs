// The databases that are measured: made once, kept under build/bench.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { fill } from "./fill.mjs";
import { serving } from "./proc.mjs";
import { Server, postmaster } from "./server.mjs";

// A database of another shape is not taken for this one.
function fingerprint(migrations) {
  const hash = createHash("sha256");
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(join(migrations, name)));
  for (const name of ["built_form.mjs", "fill.mjs", "form.mjs", "seed.mjs"])
    hash.update(readFileSync(fileURLToPath(new URL(name, import.meta.url))));
  return hash.digest("hex").slice(0, 8);
}

/// A data directory with `rows` forms, under `place`; made when missing or `fresh`. Gives its path and what
/// seed.json says.
export async function seeded({ kpa, place, migrations, rows, withEvents, fresh, say }) {
  const directory = join(place, `seed-${rows}-${fingerprint(migrations)}`);
  const facts = join(directory, "seed.json");
  if (fresh || !existsSync(facts)) {
    const began = performance.now();
    mkdirSync(place, { recursive: true });
    for (const name of readdirSync(place)) if (name.startsWith(`seed-${rows}-`)) discard(join(place, name));
    say(`making a database of ${rows} forms in ${directory}`);
    const unfinished = `${directory}.new`;
    mkdirSync(unfinished);
    const server = await Server.start({ kpa, dataDirectory: unfinished, log: join(place, "seed.log") });
    const ids = await fill(server, rows, withEvents, say);
    // The parameters of statements are details of the log, which the service's own PostgreSQL leaves out.
    await server.sql("ALTER DATABASE kpa SET log_error_verbosity = 'default'");
    await server.stop();
    const seconds = Math.round((performance.now() - began) / 1000);
    writeFileSync(join(unfinished, "seed.json"), JSON.stringify({ rows, ids, seconds }));
    renameSync(unfinished, directory);
    say(`made in ${seconds} s`);
  }
  return { directory, ...JSON.parse(readFileSync(facts, "utf8")) };
}

/// Removes a data directory, unless it is in use.
export function discard(directory) {
  const left = [...serving(`KPA_DATA_DIR=${directory}`), postmaster(directory)].find(Boolean);
  if (left)
    throw new Error(`process ${left} of a run that was killed still uses ${directory}: kill -INT ${left}`);
  rmSync(directory, { recursive: true, force: true });
}
