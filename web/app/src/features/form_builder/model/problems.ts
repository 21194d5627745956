import type { Failure } from "#kit/api.ts";

import type { Field } from "./field.ts";

/** Something that the API says of the draft. */
export interface Problem {
  /** Of the field concerned; undefined: of the form itself. */
  key: string | undefined;
  /** Within the field: `label`, `rules.min`, `options[2].value`. */
  member: string;
  code: string;
  message: string;
  /** In an expression, in code points. */
  place?: { at: number; length: number } | undefined;
}

interface Detail {
  path: string;
  code: string;
  message: string;
  params: Record<string, string>;
}

/** The problem at the field that its path names: `fields[2].fields[0].validation_rules.min`. */
export function problemOf(detail: Detail, fields: readonly Field[]): Problem {
  let [list, key, rest]: [readonly Field[], string | undefined, string] = [fields, undefined, detail.path];
  for (;;) {
    const step = /^fields\[(\d+)\](?:\.|$)/.exec(rest);
    const field = step && list[Number(step[1])];
    if (!field) break;
    [list, key, rest] = [field.fields, field.key, rest.slice(step[0].length)];
  }
  const { at, length } = detail.params;
  const place = at === undefined || length === undefined ? undefined : { at: Number(at), length: Number(length) };
  // The place is shown by a line under it.
  const message = place ? detail.message.replace(/^\d+:\d+:\s*/, "") : detail.message;
  return { key, member: rest.replace(/^validation_rules\b/, "rules"), code: detail.code, message, place };
}

export const problemsOf = (failure: Failure, fields: readonly Field[]): Problem[] => (failure.problem?.details ?? []).map((detail) => problemOf(detail, fields));

export const messageAt = (problems: readonly Problem[], member: string): string | undefined => problems.find((problem) => problem.member === member)?.message;
