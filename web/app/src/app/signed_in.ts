import { redirect } from "@tanstack/react-router";

import { profileQuery } from "#features/session";
import { Failure } from "#kit/api.ts";

import { queries } from "./queries.ts";

/** Sends whoever is not logged in to the login, and afterwards back to where they wanted to go. */
export async function mustBeLoggedIn({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queries.ensureQueryData(profileQuery);
  } catch (error) {
    const next = location.href === "/" ? {} : { next: location.href };
    if (error instanceof Failure && error.status === 401) throw redirect({ to: "/login", search: next });
    throw error;
  }
}
