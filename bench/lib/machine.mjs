// What a figure means only together with: the machine, the versions, the sizes.
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { run } from "./processes.mjs";

export const machine = async (kpa) => ({
  processor: cpus()[0]?.model.trim() ?? "unknown",
  processors: cpus().length,
  memoryMiB: Math.round(totalmem() / 2 ** 20),
  system: /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "unknown",
  kernel: readFileSync("/proc/sys/kernel/osrelease", "utf8").trim(),
  node: process.version,
  kpa: (await run(kpa, ["version"])).trim().split("\n")[0],
});

export async function database(server) {
  const [version, forms, table, whole, settings] = (
    await server.sql(`
    SELECT current_setting('server_version'), (SELECT count(*) FROM wheel_specifications),
           pg_total_relation_size('wheel_specifications') >> 20, pg_database_size('kpa') >> 20,
           (SELECT json_object_agg(name, current_setting(name)) FROM pg_settings
            WHERE name IN ('shared_buffers', 'fsync', 'synchronous_commit', 'full_page_writes',
                           'max_wal_size', 'data_checksums'))`)
  ).split("|");
  return {
    postgres: version,
    forms: Number(forms),
    formsMiB: Number(table),
    databaseMiB: Number(whole),
    settings: JSON.parse(settings),
  };
}

// What the figures depend on.
const measured = ["src", "migrations", "cmake", "bench/lib", "bench/peers", "bench/constant_rate.cpp"];

/// {date, commit}: the commit with `-changed` when the tree is not what it says; `unknown` without git.
export async function version(root) {
  const git = (...args) => run("git", ["-c", `safe.directory=${root}`, "-C", root, ...args]);
  try {
    const commit = (await git("rev-parse", "--short=10", "HEAD")).trim();
    return {
      commit: (await git("status", "--porcelain", "--", ...measured)) ? `${commit}-changed` : commit,
    };
  } catch {
    return { commit: "unknown" };
  }
}
