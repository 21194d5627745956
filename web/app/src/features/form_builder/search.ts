import { type FormType } from "./model/field.ts";

export const formTypes: readonly FormType[] = ["inspection", "survey", "feedback", "application", "contact", "other"];
const sorts = ["created_at", "-created_at", "title", "-title"] as const;
const views = ["texts", "publish", "versions"] as const;
const panes = ["preview", "properties"] as const;

/** What the address of the list of forms says. */
export interface FormsSearch {
  /** Part of the title. */
  title?: string;
  type?: FormType;
  /** Left out: those that can be filled in. */
  active?: "no" | "all";
  sort?: (typeof sorts)[number];
}

/** What the address of a form that is built says. */
export interface FormSearch {
  /** Left out: its fields. */
  view?: (typeof views)[number];
  /** The chosen field: `axles.load`. */
  field?: string;
  /** Which pane is shown where there is no room for all; left out: the fields. */
  pane?: (typeof panes)[number];
  /** The version that is looked at. */
  version?: number;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((one) => one === value);

/** Leaves out what is undefined. */
export function known<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Of an address that people may have typed: what is not understood is left out. */
export function validateFormsSearch(search: Record<string, unknown>): FormsSearch {
  const title = typeof search.title === "string" || typeof search.title === "number" ? String(search.title).slice(0, 200) : "";
  return known({
    title: title.trim() === "" ? undefined : title,
    type: oneOf(formTypes, search.type),
    active: oneOf(["no", "all"] as const, search.active),
    sort: oneOf(sorts, search.sort),
  });
}

export function validateFormSearch(search: Record<string, unknown>): FormSearch {
  const version = Number(search.version);
  return known({
    view: oneOf(views, search.view),
    field: typeof search.field === "string" && /^[\w.]{1,400}$/.test(search.field) ? search.field : undefined,
    pane: oneOf(panes, search.pane),
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
  });
}
