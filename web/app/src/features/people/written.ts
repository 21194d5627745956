import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { useDepotNames } from "#features/depots";
import { languages } from "#kit/language.ts";

import { personKey, usePerson } from "./api/get_person.ts";
import type { Person } from "./api/list_people.ts";
import { type Rank, type Sight, ranks, sights } from "./rank.ts";
import { useRankWords } from "./rank_words.ts";

/** Writes what a member of a person is, for people. */
export function useWritten(manager: number | null): (field: string, value: unknown) => string {
  const { t } = useLingui();
  const depotName = useDepotNames();
  const words = useRankWords();
  const client = useQueryClient();
  const unseen = usePerson(manager ?? 0, manager !== null).isError;
  // Of managers that the page has read already: before and after a change.
  const nameOf = (id: number) => client.getQueryData<Person>(personKey(id))?.full_name;
  return (field, value) => {
    if (value === null || value === undefined || value === "") return "";
    if (field === "depot_id") return depotName(Number(value)) ?? `#${Number(value)}`;
    if (field === "manager_id") return nameOf(Number(value)) ?? (unseen && value === manager ? t`Somebody whom you do not see` : `#${Number(value)}`);
    if (field === "rank") return words.rank[ranks.find((one) => one === value) as Rank];
    if (field === "sight") return words.sight[sights.find((one) => one === value) as Sight];
    if (field === "language") return (languages as Record<string, string>)[String(value)] ?? "";
    return String(value);
  };
}
