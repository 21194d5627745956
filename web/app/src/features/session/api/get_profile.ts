import { type QueryClient, queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";

import { type components, api, givenWithTag } from "#kit/api.ts";

export type Profile = components["schemas"]["Profile"] & { etag: string };

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: (): Promise<Profile> => givenWithTag(api.GET("/api/users/profile")),
  staleTime: 60_000,
});

/** Who is logged in. */
export const useProfile = () => useQuery(profileQuery);
/** The same on pages that nobody sees without being logged in. */
export const useOwnProfile = () => useSuspenseQuery(profileQuery).data;

/** After a change: `profile` is what the server answered. */
export const keepProfile = (client: QueryClient, profile: Profile) => client.setQueryData(profileQuery.queryKey, profile);
