import { type Kind, type Status, given, statuses } from "#features/review";

/** What the address of a list of records says: its filters and its order. */
export interface RecordsSearch {
  /** Part of the form number. */
  number?: string;
  /** Of the wheel or the bogie. */
  subject?: string;
  /** Id, employee id or phone number. */
  person?: string;
  /** The first and the last day of the work. */
  from?: string;
  to?: string;
  status?: Status;
  findings?: boolean;
  /** Of submissions: the form that was filled in. */
  form?: number;
  sort?: string;
}

/** By what each kind can be sorted; the first is how its list begins. */
export const sortsOf: Record<Kind, readonly string[]> = {
  "wheel-specifications": ["-created_at", "created_at", "-submitted_date", "submitted_date", "-form_number", "form_number"],
  "bogie-checksheets": ["-created_at", "created_at", "-inspection_date", "inspection_date", "-form_number", "form_number"],
  submissions: ["-submitted_at", "submitted_at", "-updated_at", "updated_at"],
};

const words = (value: unknown, most: number): string | undefined => {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text && text.length <= most ? text : undefined;
};
const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;

/** Of an address that people may have typed: what is not understood is left out. */
export function validateRecordsSearch(search: Record<string, unknown>): RecordsSearch {
  const { findings, status, form, sort } = search;
  const number = Number(form);
  return given({
    number: words(search.number, 50),
    subject: words(search.subject, 50),
    person: words(search.person, 100),
    from: day(search.from),
    to: day(search.to),
    status: statuses.find((one) => one === status),
    findings: findings === true || findings === "true" ? true : findings === false || findings === "false" ? false : undefined,
    form: Number.isSafeInteger(number) && number > 0 ? number : undefined,
    sort: Object.values(sortsOf).flat().find((one) => one === sort),
  });
}

/** The address with other filters; undefined takes one away. */
export function changed(search: RecordsSearch, changes: { [K in keyof RecordsSearch]?: RecordsSearch[K] | undefined }): RecordsSearch {
  return given({ ...search, ...changes }) as RecordsSearch;
}

/** What of the filters another kind has too. */
export function carriedTo(kind: Kind, { number, person, from, to, status, findings }: RecordsSearch): RecordsSearch {
  return given({ number: kind === "submissions" ? undefined : number, person, from, to, status, findings });
}
