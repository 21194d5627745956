import type { components } from "#kit/api.ts";

/** What a new installation has. */
export const defaults = { registration_open: true, require_second_factor_for_staff: false };
export type Choices = typeof defaults;
export type Name = keyof Choices;
export const names = Object.keys(defaults) as Name[];

export const choicesOf = (settings: components["schemas"]["SystemSettings"]): Choices => Object.fromEntries(names.map((name) => [name, settings[name]])) as Choices;

interface Told {
  before: unknown;
  after: unknown;
}

const valueIn = (content: unknown, name: string): unknown => (typeof content === "object" && content !== null ? (content as Record<string, unknown>)[name] : undefined);

/** The newest entry of the audit log that changed a setting. */
export const lastChangeOf = <E extends Told>(entries: readonly E[], name: Name): E | undefined => entries.find(({ before, after }) => valueIn(before, name) !== valueIn(after, name));
