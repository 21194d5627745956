import { type Kind, isKind } from "./kinds.ts";

/** What the address of the queue says: its filters, and which record is open. */
export interface ReviewSearch {
  kind?: Kind;
  status?: "Submitted" | "Reviewed";
  depot?: number;
  severity?: number;
  /** Waiting for at least so many days. */
  older?: number;
  /** Id, employee id or phone number. */
  inspector?: string;
  /** `me`, `nobody`, or somebody's id. */
  assigned?: string;
  sort?: "-waiting_since";
  /** The record that is open: `wheel-specifications/12`. */
  open?: string;
}

const whole = (value: unknown, least: number, most: number): number | undefined => {
  const number = typeof value === "number" ? value : typeof value === "string" && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) && number >= least && number <= most ? number : undefined;
};
const words = (value: unknown): string | undefined => {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text && text.length <= 100 ? text : undefined;
};

/** Leaves out what is undefined. */
export function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Of an address that people may have typed: what is not understood is left out. */
export function validateReviewSearch(search: Record<string, unknown>): ReviewSearch {
  return given({
    kind: isKind(search.kind) ? search.kind : undefined,
    status: search.status === "Submitted" || search.status === "Reviewed" ? search.status : undefined,
    depot: whole(search.depot, 1, Number.MAX_SAFE_INTEGER),
    severity: whole(search.severity, 1, 4),
    older: whole(search.older, 1, 36_500),
    inspector: words(search.inspector),
    assigned: words(search.assigned),
    sort: search.sort === "-waiting_since" ? search.sort : undefined,
    open: placeOf(search.open) ? String(search.open) : undefined,
  });
}

/** Of `wheel-specifications/12`. */
export function placeOf(open: unknown): { kind: Kind; id: number } | undefined {
  if (typeof open !== "string") return undefined;
  const [kind, id, ...more] = open.split("/");
  const number = whole(id, 1, Number.MAX_SAFE_INTEGER);
  return isKind(kind) && number !== undefined && more.length === 0 ? { kind, id: number } : undefined;
}

export const keyOf = ({ kind, id }: { kind: string; id: number }) => `${kind}/${id}`;

/** The filters, as the API takes them. */
export function filtersOf({ kind, status, depot, severity, older, inspector, assigned }: ReviewSearch) {
  return given({ kind, status, depot, severity, older_than_days: older, inspector, assigned });
}

/** The address with other filters or another record; undefined takes one away. */
export function changed(search: ReviewSearch, changes: { [K in keyof ReviewSearch]?: ReviewSearch[K] | undefined }): ReviewSearch {
  return given({ ...search, ...changes }) as ReviewSearch;
}

/** As the end of an address, for a link that can be opened in another window. */
export const hrefOf = (search: object) => `?${new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)]))}`;
