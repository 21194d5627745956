import type { Json } from "#features/device";
import { isUnreadable } from "#kit/measurements/measurement.ts";
import { formatMillimetres } from "#kit/measurements/micrometres.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";

import { type AnswerType, type Reading, problem } from "./answer.ts";

/** The text of a measurement: as typed, or of what the server stored. */
export function measurementText(typed: Json | undefined): string | undefined {
  const text = typed !== null && typeof typed === "object" && !Array.isArray(typed) ? typed.text : typed;
  return typeof text === "string" ? text : undefined;
}

/** As stored: the text as it came, and the sizes in mm that it says. */
function read(typed: Json): Reading {
  const text = measurementText(typed);
  if (text === undefined) return problem("wrong_type");
  const found = parseMeasurement(text);
  if (isUnreadable(found)) return { problem: { code: found.code, params: {}, fault: found } };
  const value: { [part: string]: Json } = { text };
  for (const part of ["nominal", "low", "high"] as const) {
    const length = found[part];
    if (length !== undefined) value[part] = Number(formatMillimetres(length));
  }
  return { value };
}

export const measurement: AnswerType = { shown: () => ({ as: "measurement" }), reader: () => read };
