import type { components } from "#kit/api.ts";
import { csvOf } from "#kit/csv.ts";

export type Problem = components["schemas"]["UserImportProblem"];

/** How often each column has a problem, the most frequent first: where to begin. */
export function countByColumn(problems: readonly Problem[]): [column: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { column } of problems) counts.set(column, (counts.get(column) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** As a file, to go through beside the spreadsheet. */
export const problemsFile = (problems: readonly Problem[], heads: readonly [string, string, string]): string =>
  csvOf([heads, ...problems.map(({ row, column, message }) => [row ? String(row) : "", column, message])]);
