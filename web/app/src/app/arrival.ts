import { useRouter } from "@tanstack/react-router";

import { profileQuery } from "#features/session";
import { choose, currentLanguage, isLanguage } from "#kit/language.ts";

import { queries } from "./queries.ts";
import { wayAfterLogin } from "./way_after_login.ts";

/** After a login: nothing of whoever used this device before is left, and the app speaks the person's language. */
export function useArrival() {
  const router = useRouter();
  return async (next?: string) => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "installation" });
    const profile = await queries.fetchQuery(profileQuery).catch(() => undefined);
    if (isLanguage(profile?.language) && profile.language !== currentLanguage()) await choose(profile.language);
    await router.navigate({ href: wayAfterLogin(next), replace: true });
  };
}
