import { type Finding, fair, needsAttention, replaceNow } from "./judge.ts";

/** What the worst finding says of a measurement or a wheel. `note`: good, with a remark. */
export type Verdict = "good" | "note" | "attention" | "condemned";

export function verdictOf(findings: Pick<Finding, "severity">[]): Verdict {
  const worst = Math.max(1, ...findings.map(({ severity }) => severity));
  if (worst >= replaceNow) return "condemned";
  if (worst >= needsAttention) return "attention";
  return worst >= fair ? "note" : "good";
}
