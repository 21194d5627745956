import { useLingui } from "@lingui/react/macro";
import { queryOptions, useQueries } from "@tanstack/react-query";

import { useOwnProfile } from "#features/session";
import { Failure, api, given } from "#kit/api.ts";

/** Null for somebody whom the caller does not see. */
const personQuery = (id: number) =>
  queryOptions({
    queryKey: ["people", id, "name"],
    queryFn: async ({ signal }) => {
      try {
        return (await given(api.GET("/api/users/users/{id}", { params: { path: { id } }, signal }))).full_name;
      } catch (failure) {
        if (failure instanceof Failure && (failure.status === 404 || failure.status === 403)) return null;
        throw failure;
      }
    },
    staleTime: 10 * 60_000,
  });

/** What people are called, by their ids. `known`: names that came otherwise, of people whom the caller may not see. */
export function useNamesOf(ids: readonly (number | null | undefined)[], known?: ReadonlyMap<number, string>): (id: number | null | undefined) => string {
  const { t } = useLingui();
  const own = useOwnProfile();
  const wanted = [...new Set(ids)].filter((id): id is number => typeof id === "number" && id !== own.id && !known?.has(id));
  const answers = useQueries({ queries: wanted.map(personQuery) });
  const names = new Map(wanted.map((id, place) => [id, answers[place]?.data]));
  return (id) => {
    if (typeof id !== "number") return "";
    return (id === own.id ? own.full_name : known?.get(id)) ?? names.get(id) ?? t`Person ${id}`;
  };
}
