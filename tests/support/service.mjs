// Runs the real program on a database of its own, for tests that see it from outside, as its users do.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const startDeadline = 120_000; // milliseconds; a new database on a busy machine with sanitizers

/** A package of web/package.json. */
export const installed = createRequire(new URL("../../web/package.json", import.meta.url));

/** What the program may know of our environment: nobody's own database, Redis or secret. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|.*SAN_OPTIONS)$/.test(name));
  return { ...Object.fromEntries(kept), KPA_PROFILE: "test" };
}

/** Starts `kpa serve` on a free port, with more `settings` in its environment and more `options`. */
export async function startService(kpa, settings = {}, more = []) {
  const directory = await mkdtemp(join(tmpdir(), "kpa-service-"));
  await chmod(directory, 0o755); // under root PostgreSQL runs as somebody else, who has to get to its data
  const options = ["--data-dir", directory];
  const stdio = ["ignore", "pipe", "pipe"];
  const server = spawn(kpa, ["serve", "--port", "0", ...options, ...more], { env: { ...environment(), ...settings }, stdio });
  const ended = once(server, "exit");
  const killed = () => server.kill("SIGTERM");
  process.once("exit", killed);
  let output = "";
  let codesRead = 0;
  const base = await new Promise((resolve, reject) => {
    const refuse = (why) => reject(new Error(`kpa serve ${why}:\n${output}`));
    const late = globalThis.setTimeout(() => refuse("did not get ready"), startDeadline);
    const read = (text) => {
      output += text;
      const ready = output.match(/ is ready at (http:\/\/\S+)/);
      if (ready) resolve(ready[1]);
      if (ready) clearTimeout(late);
    };
    server.stdout.setEncoding("utf8").on("data", read);
    server.stderr.setEncoding("utf8").on("data", read);
    server.on("error", (error) => refuse(error.message));
    server.on("exit", (code) => refuse(`ended with ${code}`));
  }).catch(async (error) => {
    server.kill("SIGKILL");
    await rm(directory, { recursive: true, force: true });
    throw error;
  });

  return {
    base,
    directory,

    /** What it wrote so far: its log, too. */
    output: () => output,

    /** Sends a request; the answer's body is parsed when it is JSON. `rawBody` is sent as it is, as JSON unless `headers` say other. */
    async call(method, path, { token, body, rawBody, headers = {} } = {}) {
      if (token) headers = { ...headers, Authorization: `Bearer ${token}` };
      if (body !== undefined || rawBody !== undefined) headers = { "Content-Type": "application/json", ...headers };
      const request = { method, headers, body: rawBody ?? JSON.stringify(body), redirect: "manual" };
      const response = await fetch(base + path, request);
      const text = await response.text();
      const type = (response.headers.get("Content-Type") ?? "").split(";")[0];
      const parsed = /json$/.test(type) && text ? JSON.parse(text) : undefined;
      return { status: response.status, headers: response.headers, type, text, body: parsed };
    },

    /** Registers somebody: gives their access token. */
    async register(phone, password = "wheel-gauge-1676") {
      const secret = { password, confirm_password: password };
      const body = { phone_number: phone, first_name: "Meera", last_name: "Das", ...secret };
      const answer = await this.call("POST", "/api/users/register", { body });
      if (answer.status !== 201) throw new Error(`${phone} cannot register: ${answer.text}`);
      return answer.body.access_token;
    },

    /** Makes a superuser, who is logged in: gives the pair of tokens. */
    async superuser(phone, password) {
      const command = ["createsuperuser", "--phone", phone, "--password-stdin", ...options];
      const creating = run(kpa, command, { env: environment() });
      creating.child.stdin.end(password + "\n");
      await creating;
      const login = await this.call("POST", "/api/users/login", { body: { phone_number: phone, password } });
      if (login.status !== 200) throw new Error(`the superuser cannot log in: ${login.text}`);
      return login.body;
    },

    /** The code of the next text message, which the service writes to its console. */
    async nextCode() {
      for (let waited = 0; waited < startDeadline; waited += 10) {
        const codes = [...output.matchAll(/^SMS to \S+: (\d{6}) /gm)];
        if (codes.length > codesRead) return codes[codesRead++][1];
        await setTimeout(10);
      }
      throw new Error(`no text message came:\n${output}`);
    },

    /** Runs SQL on its database: gives the rows, one a line, with `|` between the values. */
    async sql(statement) {
      const place = ["-h", join(directory, "postgres", "run"), "-U", "kpa", "-d", "kpa"];
      const { stdout } = await run("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", ...place, "-c", statement]);
      return stdout.trim();
    },

    /** Stops it in order, and complains when it did not end well. */
    async stop() {
      process.off("exit", killed);
      server.kill("SIGTERM");
      const [code, signal] = await ended;
      await rm(directory, { recursive: true, force: true });
      if (code !== 0) throw new Error(`kpa serve ended with ${signal ?? code}:\n${output}`);
    },
  };
}
