import type { components } from "#kit/api.ts";

import { keyOf } from "./search.ts";

type Verdict = components["schemas"]["Verdict"];
type ReviewState = components["schemas"]["ReviewState"];

/** What became of many records: where those are that were accepted, and why the others were not. */
export interface Outcome {
  accepted: Map<string, ReviewState | undefined>;
  refused: Map<string, string>;
}

export function outcomeOf(verdicts: readonly Verdict[]): Outcome {
  const accepted = new Map<string, ReviewState | undefined>();
  const refused = new Map<string, string>();
  for (const verdict of verdicts) {
    if (verdict.accepted) accepted.set(keyOf(verdict), verdict.review ?? undefined);
    else refused.set(keyOf(verdict), reasonOf(verdict.problem));
  }
  return { accepted, refused };
}

/** The problem's own words; those of a field say more than those of the whole. */
function reasonOf(problem: unknown): string {
  if (typeof problem !== "object" || problem === null) return "";
  const { message, errors } = problem as { message?: unknown; errors?: Record<string, string[]> };
  const ofFields = Object.values(errors ?? {}).flat();
  return ofFields.length > 0 ? ofFields.join(" ") : String(message ?? "");
}

/** The API takes so many at once. */
const mostAtOnce = 100;

export function portionsOf<T>(items: readonly T[]): T[][] {
  const portions: T[][] = [];
  for (let begin = 0; begin < items.length; begin += mostAtOnce) portions.push(items.slice(begin, begin + mostAtOnce));
  return portions;
}

export function joined(outcomes: readonly Outcome[]): Outcome {
  return {
    accepted: new Map(outcomes.flatMap(({ accepted }) => [...accepted])),
    refused: new Map(outcomes.flatMap(({ refused }) => [...refused])),
  };
}
