import { type QueryClient, queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";

import { Failure, type components, api, givenWithTag } from "#kit/api.ts";

export type Profile = components["schemas"]["Profile"] & { etag: string };

/** Of whoever the browser's cookies belong to. */
export const getOwnProfile = (): Promise<Profile> => givenWithTag(api.GET("/api/users/profile"));

/** Who works on this device. The cookies may be another's: of another window, or of whoever worked here before. */
let worker: number | undefined;

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: async (): Promise<Profile> => {
    const profile = await getOwnProfile();
    if (worker !== undefined && profile.id !== worker) throw new Failure(401);
    return profile;
  },
  staleTime: 60_000,
});

/** From now on this person works here: undefined when nobody does, so that whoever logs in does. */
export function setWorker(id: number | undefined): void {
  worker = id;
}

/** Who works here. */
export const useProfile = () => useQuery(profileQuery);
/** The same on pages that nobody sees without being logged in. */
export const useOwnProfile = () => useSuspenseQuery(profileQuery).data;

/** After a change: `profile` is what the server answered. */
export const keepProfile = (client: QueryClient, profile: Profile) => client.setQueryData(profileQuery.queryKey, profile);
/** The profile as it was when the server was reached last. It is asked for again as soon as that may bring something. */
export const recallProfile = (client: QueryClient, profile: Profile) => client.setQueryData(profileQuery.queryKey, profile, { updatedAt: 1 });
