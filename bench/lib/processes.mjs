// Child processes: each is known from its start to its end, so that none is left behind.
import { spawn } from "node:child_process";
import { once } from "node:events";

const running = new Map(); // child → the signal that ends it
let stopping = false;

/// Starts a program; `end` is the signal that makes it stop in order. In a process group of its own, so that
/// Ctrl-C reaches it through stopAll() alone, once.
export function start(program, args, { end = "SIGTERM", ...options } = {}) {
  if (stopping) throw new Error("stopping");
  const child = spawn(program, args, { detached: true, ...options });
  running.set(child, end);
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => {
      running.delete(child);
      resolve({ error });
    });
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return child;
}

/// Asks a child to stop and waits for it; one that does not is killed after `limit` ms.
export async function stop(child, limit = 120_000) {
  const signal = running.get(child);
  if (signal) child.kill(signal);
  const killer = setTimeout(() => child.kill("SIGKILL"), limit);
  const result = await child.ended;
  clearTimeout(killer);
  return result;
}

export async function stopAll() {
  stopping = true;
  await Promise.all([...running.keys()].map((child) => stop(child)));
}

/// Runs a program to its end and gives its standard output; throws with its standard error when it fails.
export async function run(program, args, { input = "", ...options } = {}) {
  const child = start(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const output = ["", ""];
  [child.stdout, child.stderr].forEach((stream, index) => {
    stream.setEncoding("utf8").on("data", (text) => {
      output[index] += text;
    });
  });
  child.stdin.on("error", () => {}); // a program need not read its input
  child.stdin.end(input);
  const closed = once(child, "close").catch(() => {});
  const { code, signal, error } = await child.ended;
  if (error) throw new Error(`${program} cannot be run: ${error.message}`);
  await closed;
  if (code !== 0) throw new Error(`${program} failed (${signal ?? code}):\n${output[1] || output[0]}`);
  return output[0];
}
