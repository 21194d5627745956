import { oneOf, present, wholeNumber, words, yesOrNo } from "#kit/address.ts";

export const sorts = ["name", "-name", "date_joined", "-date_joined"] as const;
export type Sort = (typeof sorts)[number];

/** What the address of the list of people says: its filters, and what is open in place of the list. */
export interface PeopleSearch {
  search?: string;
  department?: string;
  depot?: number;
  /** Only active people, or only deactivated ones. */
  active?: boolean;
  /** Only staff, or only regular users. */
  staff?: boolean;
  /** Only who reports to this person. */
  manager?: number;
  sort?: Sort;
  view?: "new" | "import";
  /** The import whose progress is shown. */
  import?: number;
}

export function validatePeopleSearch(search: Record<string, unknown>): PeopleSearch {
  return present({
    search: words(search.search),
    department: words(search.department),
    depot: wholeNumber(search.depot),
    active: yesOrNo(search.active),
    staff: yesOrNo(search.staff),
    manager: wholeNumber(search.manager),
    sort: oneOf(sorts, search.sort),
    view: oneOf(["new", "import"], search.view),
    import: wholeNumber(search.import),
  });
}

/** The filters as the API takes them, of a list and of an export. */
export const filtersOf = ({ search, department, depot, active, staff, manager }: PeopleSearch) =>
  present({ search, department, depot, is_active: active, is_staff: staff, manager });

export const isFiltered = (search: PeopleSearch): boolean => Object.keys(filtersOf(search)).length > 0;
