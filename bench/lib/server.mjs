// The server under test and its database.
import { closeSync, existsSync, openSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { alive } from "./proc.mjs";
import { run, start, stop } from "./processes.mjs";

/// Connections to the database: the server's pool and pgbench's clients.
export const connections = 4;

const startLimit = 60_000; // ms
// Only this machine sees it. The same in every start, so that a token outlives a restart.
const secret = "bench: 9d1f0c6e27b84a35 e85b7c1d4f60a392";

/// All limits set to one value.
export const limits = (value) =>
  Object.fromEntries(
    ["READS", "WRITES", "EXPORTS", "UNAUTHENTICATED", "LOGINS", "REGISTRATIONS", "CODES"].map((name) => [
      `KPA_LIMITS_${name}`,
      value,
    ]),
  );

// Nothing of the caller's own settings. Everything else is as in production, but that limits never refuse: the
// burst is an ordinary one, so that as much is leased from Redis as usual, and comes back at once.
const environment = (own) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LANG: "C.UTF-8",
  KPA_PROFILE: "prod",
  KPA_SERVER_HOST: "127.0.0.1",
  KPA_SERVER_PORT: "0",
  KPA_SERVER_IO_THREADS: "1",
  KPA_DATABASE_CONNECTIONS: String(connections),
  SECRET_KEY: secret,
  ...limits("1000000/s burst 200"),
  ...own,
});

/// The process id of the PostgreSQL of a data directory, or nothing where none runs.
export function postmaster(dataDirectory) {
  const file = join(dataDirectory, "postgres/data/postmaster.pid");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : 0;
  return pid && alive(pid) ? pid : undefined;
}

/// The port that the log at `path` names when the server listens.
export function awaitPort(path, child) {
  return new Promise((resolve, reject) => {
    const fail = (why) =>
      reject(
        new Error(`the server ${why}; its log, ${path}, says:\n${readFileSync(path, "utf8").slice(-3000)}`),
      );
    const look = () => {
      const ready = /is ready at http:\/\/[^\s]*:(\d+)/.exec(readFileSync(path, "utf8"));
      if (ready) settle(() => resolve(Number(ready[1])));
    };
    const settle = (end) => {
      watcher.close();
      clearTimeout(timer);
      end();
    };
    const watcher = watch(path, look);
    const timer = setTimeout(() => settle(() => fail(`is not ready after ${startLimit} ms`)), startLimit);
    child.ended.then(() => settle(() => fail("ended while starting")));
    look();
  });
}

export class Server {
  /// Starts `kpa serve` on a free port and gives it when it listens. With the PostgreSQL of another Server as
  /// `database` it uses that one, otherwise an embedded one. `settings`: further ones, by environment variable.
  static async start({ kpa, dataDirectory, log, database, settings }) {
    const server = new Server();
    const host = database && {
      KPA_DATABASE_URL: `postgresql://kpa@/kpa?host=${encodeURIComponent(database.socketDirectory)}`,
    };
    const output = openSync(log, "w");
    server.dataDirectory = dataDirectory;
    server.began = performance.now();
    server.child = start(kpa, ["serve"], {
      end: "SIGINT", // in order: requests drained, PostgreSQL stopped
      env: environment({ KPA_DATA_DIR: dataDirectory, ...host, ...settings }),
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    server.port = await awaitPort(log, server.child);
    if (database) server.postmaster = database.postmaster;
    else await server.#findPostgres();
    return server;
  }

  async stop() {
    const { code, signal } = await stop(this.child);
    if (code !== 0) throw new Error(`the server ended with ${signal ?? code}`);
  }

  get pid() {
    return this.child.pid;
  }
  get postgresLog() {
    return join(this.dataDirectory, "postgres/postgres.log");
  }

  async #findPostgres() {
    const data = join(this.dataDirectory, "postgres/data");
    const [pid, , , , sockets] = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    this.postmaster = Number(pid);
    // A directory that PostgreSQL's account may not walk to is handed to it as a descriptor.
    this.socketDirectory = sockets.startsWith("/proc/") ? join(this.dataDirectory, "postgres/run") : sockets;
    const major = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
    const packaged = `/usr/lib/postgresql/${major}/bin/`;
    this.programs = existsSync(`${packaged}pgbench`) ? packaged : "";
  }

  /// Runs SQL in the server's database; gives the unaligned text of the answers, without the line end.
  async sql(text) {
    const answer = await run(
      `${this.programs}psql`,
      ["-XqAt", "-v", "ON_ERROR_STOP=1", ...this.login, "-d", "kpa"],
      { input: text },
    );
    return answer.trimEnd();
  }

  /// Arguments that psql and pgbench need to reach the database.
  get login() {
    return ["-h", this.socketDirectory, "-p", "5432", "-U", "kpa"];
  }

  /// One request with a JSON body, or a text as it is; gives the parsed answer, throws when it is no success.
  async call(method, path, { body, token, headers = {} } = {}) {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: {
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: typeof body === "string" ? body : body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }
}
