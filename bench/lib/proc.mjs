// What /proc knows about a process: processor time and memory.
import { readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";

const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" })); // a second

/// The numbers of /proc/PID/stat behind the command, or nothing where the process is gone; see proc(5).
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system, childrenUser, childrenSystem] = rest.slice(9, 13).map(Number);
    return {
      parent: Number(parent),
      own: (user + system) / ticks,
      ended: (childrenUser + childrenSystem) / ticks,
    };
  } catch {
    return undefined;
  }
}

const processes = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name));

export const alive = (pid) => stat(pid) !== undefined;

/// The processes that were started as `serve` with `setting` (NAME=value) in their environment.
export const serving = (setting) =>
  processes().filter((pid) => {
    try {
      const words = (name) => readFileSync(`/proc/${pid}/${name}`, "utf8").split("\0");
      return words("environ").includes(setting) && words("cmdline")[1] === "serve";
    } catch {
      return false; // gone, or not ours
    }
  });

/// Seconds of processor time that a process has used.
export const processorTime = (pid) => stat(pid).own;

/// The same of all children of this process that have ended.
export const childrenTime = () => stat(process.pid).ended;

/// The same of a postmaster with all its children, those that have ended too.
export function postgresTime(postmaster) {
  const { own, ended } = stat(postmaster);
  return processes()
    .map(stat)
    .filter((other) => other?.parent === postmaster)
    .reduce((sum, child) => sum + child.own, own + ended);
}

/// Resident memory in MiB: now, and the most it ever was.
export function memory(pid) {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  const size = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)[1]) / 1024;
  return { now: size("VmRSS"), peak: size("VmHWM") };
}
