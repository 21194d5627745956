import { isDate } from "#kit/expressions/times.ts";

import { type Field, ruleOf } from "../form.ts";
import { type Problem, problem } from "./answer.ts";

/** `days` later. */
export function dayFrom(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** A limit such as `2024-01-15`, `today`, `today-30`, seen from `today`. */
export function dayOf(limit: string | undefined, today: string): string | undefined {
  if (limit === undefined) return undefined;
  const relative = /^today(?:([+-])(\d+))?$/.exec(limit);
  if (!relative) return isDate(limit) ? limit : undefined;
  const days = Number(relative[2] ?? 0);
  return dayFrom(today, relative[1] === "-" ? -days : days);
}

/** What is wrong with an answer of this day. */
export function dayJudge(field: Field): (day: string, today: string) => { problem: Problem } | undefined {
  const [earliest, latest] = [ruleOf(field, "min_date", "string"), ruleOf(field, "max_date", "string")];
  return (day, today) => {
    const [min, max] = [dayOf(earliest, today), dayOf(latest, today)];
    if (min !== undefined && day < min) return problem("too_early", { min });
    if (max !== undefined && day > max) return problem("too_late", { max });
    return undefined;
  };
}
