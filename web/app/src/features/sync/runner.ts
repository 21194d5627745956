import { useSyncExternalStore } from "react";

import { currentPerson, database, withDatabase } from "#features/device";
import { getOwnProfile } from "#features/session";
import { Failure } from "#kit/api.ts";

import { drain } from "./drain.ts";
import { fetchCopy } from "./fetch_copy.ts";
import { alone } from "./lock.ts";

/**
 * How it stands between this device and the server. `login`: nobody is logged in, or somebody else is than who works here; what waits
 * goes on waiting. `failed`: the server could not be reached, or has a problem; it is tried again.
 */
export type SyncState = "idle" | "busy" | "offline" | "login" | "failed";

const everyMinute = 60_000; // milliseconds
const longestPause = 10 * 60_000;

let state: SyncState = "idle";
const watchers = new Set<() => void>();
function become(next: SyncState): void {
  if (next === state) return;
  state = next;
  for (const tell of watchers) tell();
}

export const useSyncState = (): SyncState =>
  useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => state,
  );

let running: Promise<void> | undefined;
let again = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends what waits and fetches what changed, now. While that runs, another call makes it run once more. */
export function synchronise(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  running = once().finally(() => {
    running = undefined;
    if (again) {
      again = false;
      void synchronise();
    }
  });
  return running;
}

async function once(): Promise<void> {
  clearTimeout(timer);
  const person = await currentPerson().catch(() => undefined);
  if (!person || person === "left") return become("idle");
  if (!navigator.onLine) return become("offline");
  become("busy");
  try {
    await alone(person.id, async () => {
      // The cookies may be somebody else's, of another window: their queue is not for our login.
      if ((await getOwnProfile()).id !== person.id) throw new Failure(401);
      await drain(person);
      await fetchCopy(person);
    });
    await withDatabase(() => database.people.update(person.id, { synchronisedAt: Date.now() }));
    failures = 0;
    become("idle");
  } catch (error) {
    ++failures;
    become(error instanceof Failure && (error.status === 401 || error.status === 409) ? "login" : navigator.onLine ? "failed" : "offline");
  }
  timer = setTimeout(() => void synchronise(), Math.min(everyMinute * 2 ** Math.max(0, failures - 1), longestPause));
}

let kept = false;

/** Once called, it synchronises at the start, when there is a network, when the page is looked at, and from time to time. */
export function keepSynchronised(): void {
  if (kept) return;
  kept = true;
  addEventListener("online", () => void synchronise());
  addEventListener("offline", () => void synchronise());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void synchronise();
  });
  void synchronise();
}
