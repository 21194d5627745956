export const ranks = ["regular", "staff", "superuser"] as const;
export type Rank = (typeof ranks)[number];

export const sights = ["own", "depot", "division", "all"] as const;
export type Sight = (typeof sights)[number];

interface Ranked {
  id: number;
  is_staff?: boolean;
  is_superuser?: boolean;
}

export const rankOf = ({ is_staff: staff, is_superuser: superuser }: Pick<Ranked, "is_staff" | "is_superuser">): Rank => (superuser ? "superuser" : staff ? "staff" : "regular");
export const isHigher = (rank: Rank, than: Rank): boolean => ranks.indexOf(rank) > ranks.indexOf(than);

/** Superusers may change everybody, staff regular users. */
export const mayChange = (me: Ranked, person: Ranked): boolean => me.is_superuser === true || (me.is_staff === true && rankOf(person) === "regular" && person.id !== me.id);
