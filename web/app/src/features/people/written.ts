import { useDepotNames } from "#features/depots";
import { languages } from "#kit/language.ts";

import { usePerson } from "./api/get_person.ts";
import { type Rank, type Sight, ranks, sights } from "./rank.ts";
import { useRankWords } from "./rank_words.ts";

/** Writes what a member of a person is, for people. */
export function useWritten(manager: number | null): (field: string, value: unknown) => string {
  const depotName = useDepotNames();
  const words = useRankWords();
  const known = usePerson(manager ?? 0, manager !== null).data;
  return (field, value) => {
    if (value === null || value === undefined || value === "") return "";
    if (field === "depot_id") return depotName(Number(value)) ?? `#${Number(value)}`;
    if (field === "manager_id") return known?.id === value ? known.full_name : `#${Number(value)}`;
    if (field === "rank") return words.rank[ranks.find((one) => one === value) as Rank];
    if (field === "sight") return words.sight[sights.find((one) => one === value) as Sight];
    if (field === "language") return (languages as Record<string, string>)[String(value)] ?? "";
    return String(value);
  };
}
