/** The functions of expressions (docs/expressions.md), as they are written. */
export const functions = [
  "abs(n)",
  "floor(n)",
  "ceiling(n)",
  "round half up(n, places)",
  "decimal(n, places)",
  "modulo(n, divisor)",
  "string length(s)",
  "upper case(s)",
  "lower case(s)",
  "contains(s, part)",
  "starts with(s, part)",
  "ends with(s, part)",
  "substring(s, start, length)",
  "string(x)",
  "count(list)",
  "sum(list)",
  "mean(list)",
  "min(list)",
  "max(list)",
  "all(list)",
  "any(list)",
  "list contains(list, x)",
  "distinct values(list)",
  "today()",
  "now()",
] as const;
export type FunctionText = (typeof functions)[number];

export const functionNames = functions.map((text) => text.slice(0, text.indexOf("(")));
