import { useRouter } from "@tanstack/react-router";

import { profileQuery, setWorker } from "#features/session";
import { choose, currentLanguage, isLanguage } from "#kit/language.ts";

import { queries } from "./queries.ts";
import { wayAfterLogin } from "./way_after_login.ts";

/** After a login: nothing of whoever used this device before is shown, and the app speaks the person's language. */
export function useArrival() {
  const router = useRouter();
  return async (next?: string) => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "installation" });
    setWorker(undefined);
    const profile = await queries.fetchQuery(profileQuery).catch(() => undefined);
    const { beginWork } = await import("#features/device");
    if (profile) await beginWork(profile).catch(() => {});
    if (isLanguage(profile?.language) && profile.language !== currentLanguage()) await choose(profile.language);
    await router.navigate({ href: wayAfterLogin(next), replace: true });
    void import("#features/sync").then(({ synchronise }) => synchronise());
  };
}
