import { redirect } from "@tanstack/react-router";

import type { Person } from "#features/device";
import { type Profile, profileQuery, recallProfile, setWorker } from "#features/session";
import { Failure } from "#kit/api.ts";

import { queries } from "./queries.ts";

interface Wanted {
  location: { href: string };
}

const toLogin = ({ location }: Wanted) => redirect({ to: "/login", search: location.href === "/" ? {} : { next: location.href } });

/**
 * For pages that work without a network: whoever works on this device goes on, whether the server can be reached or not, and even when their
 * login has expired. Sends everybody else to the login, and afterwards back to where they wanted to go.
 */
export async function mustWorkHere(wanted: Wanted): Promise<void> {
  // The device's database is loaded here, not with the login.
  const { beginWork, currentPerson } = await import("#features/device");
  const person = await currentPerson().catch(() => undefined); // a browser that keeps nothing has nobody who works here
  if (person === "left") throw redirect({ to: "/people" });
  setWorker(person?.id);
  if (person) return recall(person);
  try {
    await beginWork(await queries.ensureQueryData(profileQuery)).catch(() => {});
  } catch (error) {
    if (error instanceof Failure && error.status === 401) throw toLogin(wanted);
    throw error;
  }
}

function recall(person: Person): void {
  const known = queries.getQueryData<Profile>(profileQuery.queryKey);
  if (known?.id !== person.id) recallProfile(queries, person.profile);
}

/** For pages that are nothing without the server: the person has to be logged in. */
export async function mustBeLoggedIn(wanted: Wanted): Promise<void> {
  try {
    await queries.fetchQuery(profileQuery);
  } catch (error) {
    if (error instanceof Failure && error.status === 401) throw toLogin(wanted);
    // Without a network the page says so itself.
  }
}
