import { type Field, ruleOf } from "../form.ts";
import { type AnswerType, type Problem, problem } from "./answer.ts";

const most = 200;

export const fewestRows = (field: Field): number => ruleOf(field, "min_items", "number") ?? 0;
export const mostRows = (field: Field): number => ruleOf(field, "max_items", "number") ?? most;

/** What is wrong with the number of rows; none at all is a group that nobody answered. */
export function rowsProblem(field: Field, rows: number): Problem | undefined {
  if (rows > 0 && rows < fewestRows(field)) return problem("too_few_items", { min: String(fewestRows(field)) }).problem;
  if (rows > mostRows(field)) return problem("too_many_items", { max: String(mostRows(field)) }).problem;
  return undefined;
}

/** Its fields are read one by one. */
export const group: AnswerType = { shown: () => ({ as: "group" }), reader: () => () => undefined };
