// Servers of ours in other languages, which answer the rows marked `peers` from the same tables: how they are
// built and started.
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, start, stop } from "./processes.mjs";
import { awaitPort, connections } from "./server.mjs";

/// Of each kind: the tools that it needs, with the arguments that make them say their version; what builds it in
/// a folder of its own; and its variants, each with the program and arguments that start it there.
export const kinds = {
  axum: {
    tools: [["cargo", "--version"]],
    build: (folder) => run("cargo", ["build", "--release", "--quiet"], { cwd: folder }),
    variants: {
      axum: ["target/release/peer"],
      "axum-pipeline": ["target/release/peer", "pipeline"],
    },
  },
  go: {
    tools: [["go", "version"]],
    build: (folder) => run("go", ["build", "-o", "peer", "."], { cwd: folder }),
    variants: { go: ["./peer"] },
  },
  node: {
    tools: [
      ["node", "--version"],
      ["npm", "--version"],
    ],
    build: installPackages,
    variants: { node: [process.execPath, "main.js"] },
  },
};

/// The kinds that a list such as `axum,go` names, each once; throws on others.
export function kindsNamed(list) {
  const named = [...new Set(list.split(",").map((name) => name.trim()))];
  const unknown = named.find((name) => !Object.hasOwn(kinds, name));
  if (unknown !== undefined)
    throw new Error(`there is no peer '${unknown}'; there are: ${Object.keys(kinds).join(", ")}`);
  return named;
}

/// The npm packages of the lock file, unless they are there already.
async function installPackages(folder) {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  const stamp = join(folder, "node_modules/.installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  await run("npm", ["ci", "--omit=dev"], { cwd: folder });
  writeFileSync(stamp, lock);
}

/// {versions} of the tools of a kind, or {missing}: the first of them that cannot be run.
async function toolsOf({ tools }) {
  const versions = [];
  for (const [tool, ...args] of tools) {
    try {
      const version = (await run(tool, args)).trim();
      versions.push(version.startsWith(tool) ? version : `${tool} ${version}`);
    } catch {
      return { missing: tool };
    }
  }
  return { versions };
}

/// Builds the named kinds from `sources` below `place`; says which is left out because its tool is missing.
/// Gives [{kind, folder, versions}]; throws when none is left, and when one cannot be built.
export async function buildPeers(names, { sources, place, say }) {
  const built = [];
  for (const kind of names) {
    const { missing, versions } = await toolsOf(kinds[kind]);
    if (missing) {
      say(`${kind} is left out: there is no ${missing} here`);
      continue;
    }
    say(`building ${kind}`);
    const folder = join(place, kind);
    mkdirSync(folder, { recursive: true });
    cpSync(join(sources, kind), folder, { recursive: true, preserveTimestamps: true });
    await kinds[kind].build(folder);
    built.push({ kind, folder, versions });
  }
  if (!built.length) throw new Error("none of the peers can be built here");
  return built;
}

export class Peer {
  /// Starts a variant of what buildPeers() gave, on the database of the Server `base`, and gives it when it
  /// listens. It has what measuring wants of a Server: port, pid, postmaster, ids. `person` is whose forms it
  /// stores, `statements` the folder with its SQL.
  static async start({ kind, folder }, variant, { base, person, statements, log }) {
    const [program, ...args] = kinds[kind].variants[variant];
    const output = openSync(log, "w");
    const child = start(program, args, {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LANG: "C.UTF-8",
        GOMAXPROCS: "1",
        NODE_ENV: "production",
        PEER_SOCKET: base.socketDirectory,
        PEER_CONNECTIONS: String(connections),
        PEER_USER: String(person),
        PEER_STATEMENTS: statements,
      },
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    const peer = new Peer();
    peer.child = child;
    peer.port = await awaitPort(log, child);
    peer.postmaster = base.postmaster;
    peer.ids = base.ids;
    return peer;
  }

  get pid() {
    return this.child.pid;
  }

  stop() {
    return stop(this.child);
  }
}
