import { api, given } from "#kit/api.ts";

import { type Outcome, joined, outcomeOf, portionsOf } from "../verdicts.ts";

export async function assignMany(records: readonly { kind: string; id: number }[], assignee: string | undefined): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const portion of portionsOf(records)) {
    const items = portion.map(({ kind, id }) => ({ kind, id }));
    outcomes.push(outcomeOf((await given(api.POST("/api/reviews/assign", { body: { items, ...(assignee ? { assignee } : {}) } }))).data));
  }
  return joined(outcomes);
}
