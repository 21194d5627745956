import { type Field, ruleOf } from "../form.ts";
import { type AnswerType, type Reader, problem, textReader } from "./answer.ts";

/** `09:05:00` for `9:05`, `09:05` or `09:05:00`; texts of this form compare like times. */
export function normalTime(text: string): string | undefined {
  const read = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (!read || Number(read[1]) > 23) return undefined;
  return `${read[1]!.padStart(2, "0")}:${read[2]!}:${read[3] ?? "00"}`;
}

function reader(field: Field): Reader {
  const [min, max] = [normalTime(ruleOf(field, "min_time", "string") ?? ""), normalTime(ruleOf(field, "max_time", "string") ?? "")];
  return textReader((text) => {
    const value = normalTime(text);
    if (value === undefined) return problem("not_a_time");
    if (min !== undefined && value < min) return problem("too_early", { min });
    if (max !== undefined && value > max) return problem("too_late", { max });
    return { value };
  });
}

export const time: AnswerType = { shown: () => ({ as: "line", type: "time" }), reader };
