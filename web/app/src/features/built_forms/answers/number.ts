import type { Json } from "#features/device";
import { type Decimal, decimalOf, digitsOf, formatDecimal, isOnStep, ofCount, parseDecimal } from "#kit/expressions/number.ts";
import { plain, trimmed } from "#kit/measurements/plain.ts";

import { type Field, ruleOf } from "../form.ts";
import { type AnswerType, type Reader, problem } from "./answer.ts";

const mostDigits = 15; // in all: those survive everywhere
const zero = ofCount(0);

/** The number that somebody typed, with digits of any script; or what is wrong with it. */
function numberOf(typed: Json): Decimal | "not_a_decimal" | "too_many_digits" {
  const text = typeof typed === "string" ? trimmed(plain(typed).text) : "";
  if (typeof typed === "string" ? !/^-?(\d+\.?\d*|\.\d+)$/.test(text) : typeof typed !== "number") return "not_a_decimal";
  const number = typeof typed === "number" ? decimalOf(typed) : parseDecimal(text);
  if (!number) return "too_many_digits";
  const { before, behind, all } = digitsOf(number);
  return Math.max(before, behind, all) > mostDigits ? "too_many_digits" : number;
}

function reader(field: Field): Reader {
  const limit = (name: string) => {
    const rule = ruleOf(field, name, "number");
    return rule === undefined ? undefined : (decimalOf(rule) ?? undefined);
  };
  const [min, max, step] = [limit("min"), limit("max"), limit("step")];
  const places = ruleOf(field, "decimal_places", "number");
  const from = min ?? zero;
  return (typed) => {
    const number = numberOf(typed);
    if (typeof number === "string") return problem(number);
    if (min && number.cmp(min) < 0) return problem("too_small", { min: formatDecimal(min) });
    if (max && number.cmp(max) > 0) return problem("too_large", { max: formatDecimal(max) });
    if (places !== undefined && digitsOf(number).behind > places) return problem("too_precise", { max: String(places) });
    if (step && !isOnStep(number, from, step)) return problem("off_step", { step: formatDecimal(step), from: formatDecimal(from) });
    return { value: Number(formatDecimal(number)) };
  };
}

/** The keys for numbers lack a minus on iOS, so they stay away where the form allows less than zero. */
function keys(field: Field): { inputMode?: "decimal" | "numeric" } {
  if ((ruleOf(field, "min", "number") ?? 0) < 0) return {};
  return { inputMode: ruleOf(field, "decimal_places", "number") === 0 ? "numeric" : "decimal" };
}

export const number: AnswerType = {
  shown: (field) => {
    const unit = ruleOf(field, "unit", "string");
    return { as: "line", type: "text", ...keys(field), ...(unit ? { unit } : {}) };
  },
  reader,
};
