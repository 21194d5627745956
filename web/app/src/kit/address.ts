// What an address says may have been typed by hand: what is not understood is left out.

export const wholeNumber = (value: unknown, least = 1): number | undefined => {
  const number = typeof value === "number" ? value : typeof value === "string" && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) && number >= least ? number : undefined;
};

export const words = (value: unknown): string | undefined => {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text && text.length <= 100 ? text : undefined;
};

export const yesOrNo = (value: unknown): boolean | undefined => (value === true || value === "true" ? true : value === false || value === "false" ? false : undefined);

export const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((one) => one === value);

/** A moment such as 2026-11-30T08:15:00Z. */
export const moment = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;

export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are there: undefined ones are left out. */
export const present = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;

/** The address after a change; undefined takes a member away. */
export const turned = <T extends object>(search: T, changes: { [K in keyof T]?: T[K] | undefined }): T => present({ ...search, ...changes }) as T;
