import type { Entry } from "./api/list_entries.ts";

const patience = 60_000; // milliseconds; sealing takes about one second

/** What the newest entries tell of the chain. `late`: one has waited too long for its seal. */
export function lastSeal(newest: readonly Pick<Entry, "seal" | "occurred_at">[], now = Date.now()) {
  let last: { seal: number; at: string } | undefined;
  for (const { seal, occurred_at: at } of newest) if (typeof seal === "number" && seal > (last?.seal ?? 0)) last = { seal, at };
  const waiting = newest.filter(({ seal }) => typeof seal !== "number");
  return {
    seal: last?.seal,
    at: last?.at,
    unsealed: waiting.length,
    late: waiting.some(({ occurred_at: at }) => now - Date.parse(at) > patience),
  };
}
