export const statuses = ["Saved", "Submitted", "Reviewed", "Approved", "Rejected"] as const;
export type Status = (typeof statuses)[number];

/** The same word for all kinds: submissions of built forms say `pending` where the others say `Submitted`. */
export function statusOf(word: unknown): Status | undefined {
  const plain = String(word ?? "").toLowerCase();
  if (plain === "pending") return "Submitted";
  return statuses.find((status) => status.toLowerCase() === plain);
}
