import type { components } from "#kit/api.ts";

import { type Rank, type Sight, rankOf } from "./rank.ts";

type Schemas = components["schemas"];

/** Members that the API has as text or null. */
export const optionalTexts = [
  "employee_id",
  "department",
  "position",
  "email",
  "date_of_birth",
  "address_line_1",
  "address_line_2",
  "city",
  "state",
  "postal_code",
  "country",
  "bio",
] as const;
type OptionalText = (typeof optionalTexts)[number];

/** A person as the form has them. */
export type Details = Record<"first_name" | "last_name" | "phone_number" | OptionalText, string> & {
  language: NonNullable<Schemas["Profile"]["language"]> | "";
  depot_id: number | null;
  manager_id: number | null;
  rank: Rank;
  sight: Sight;
};

const noTexts = Object.fromEntries(optionalTexts.map((name) => [name, ""])) as Record<OptionalText, string>;
export const noDetails: Details = { ...noTexts, first_name: "", last_name: "", phone_number: "", language: "", depot_id: null, manager_id: null, rank: "regular", sight: "all" };

export function detailsOf(person: Schemas["Profile"]): Details {
  const texts = Object.fromEntries(optionalTexts.map((name) => [name, person[name] ?? ""])) as Record<OptionalText, string>;
  return {
    ...texts,
    first_name: person.first_name,
    last_name: person.last_name,
    phone_number: person.phone_number,
    language: person.language ?? "",
    depot_id: person.depot_id ?? null,
    manager_id: person.manager_id ?? null,
    rank: rankOf(person),
    sight: person.sight ?? "all",
  };
}

/** What was changed in the form, as a merge patch: what was emptied is null. */
export function patchOf(changes: Partial<Details>): Schemas["UserDetailsChanges"] {
  const { rank, ...rest } = changes;
  const emptied = new Set<string>([...optionalTexts, "language"]);
  const members = Object.entries(rest).map(([name, value]) => [name, value === "" && emptied.has(name) ? null : value]);
  const ranked = rank === undefined ? {} : { is_staff: rank !== "regular", is_superuser: rank === "superuser" };
  return { ...(Object.fromEntries(members) as Schemas["UserDetailsChanges"]), ...ranked };
}

/** A new person. Rank and sight are a superuser's to give: `ranked`. */
export function newPersonOf({ rank, sight, ...details }: Details, ranked: boolean): Schemas["UserDetails"] {
  const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== "" && value !== null));
  const { first_name, last_name, phone_number } = details;
  const own = ranked ? { ...patchOf({ rank }), sight } : {};
  return { ...given, first_name, last_name, phone_number, ...own };
}

/** Fields whose messages stand beside them; the API has the rank as two members. */
export const shownFields = [...Object.keys(noDetails), "is_staff", "is_superuser"];
