import { type components, api, given } from "#kit/api.ts";

import { type Outcome, joined, outcomeOf, portionsOf } from "../verdicts.ts";

export type ManyStep = "review" | "approve" | "reject";

const paths = { review: "/api/reviews/review", approve: "/api/reviews/approve", reject: "/api/reviews/reject" } as const;

/** Each record is judged by itself, with the version that was seen. */
export async function decideMany(step: ManyStep, records: readonly { kind: string; id: number; version: number }[], words: { note?: string; reason?: string }): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const portion of portionsOf(records)) {
    const items: components["schemas"]["DecisionItem"][] = portion.map(({ kind, id, version }) => ({ kind, id, version }));
    outcomes.push(outcomeOf((await given(api.POST(paths[step], { body: { items, ...words } }))).data));
  }
  return joined(outcomes);
}
