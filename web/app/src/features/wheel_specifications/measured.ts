import { useMemo } from "react";

import { type OpenDraft, useValue } from "#features/drafts";
import { type Measurement, type Unreadable, isUnreadable } from "#kit/measurements/measurement.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";

import { type Finding, evaluate } from "./judge.ts";
import type { WheelRules } from "./rules.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** A measurement under somebody's hands, and what is to say of it. */
export interface Measured {
  text: string | undefined;
  set: (text: string | undefined) => void;
  read?: Measurement;
  fault?: Unreadable;
  findings: Finding[];
  /** Undefined where there is nothing to judge, or no rules yet. */
  verdict?: Verdict;
}

/** Follows one measurement only, and the one that it must be larger than: the others are not drawn again with each key. */
export function useMeasured(open: OpenDraft, rules: WheelRules | null | undefined, name: string): Measured {
  const path = `fields.${name}`;
  const [text, set] = useValue<string>(open, path);
  const [stockType] = useValue<string>(open, "stockType");
  const smaller = rules?.orders.find(({ larger }) => larger === name)?.smaller;
  const [other] = useValue<string>(open, smaller ? `fields.${smaller}` : path);
  const judged = useMemo(() => {
    if (!text?.trim()) return { findings: [] };
    const read = parseMeasurement(text);
    if (isUnreadable(read)) return { findings: [], fault: read };
    if (!rules) return { findings: [], read };
    const fields = { ...(smaller ? { [smaller]: other } : {}), [name]: text };
    const findings = evaluate(rules, stockType, fields).filter((finding) => finding.path === path);
    return { findings, read, verdict: verdictOf(findings) };
  }, [text, rules, smaller, other, name, stockType, path]);
  return { text, set, ...judged };
}
