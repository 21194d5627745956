import { characters } from "#kit/measurements/plain.ts";

import { type Field, ruleOf } from "../form.ts";
import { type Reader, problem, textReader } from "./answer.ts";

const longestMatched = 1_000; // characters of a text that a pattern can match

/** Texts of one line or several. */
export function textAnswer(field: Field, longest: number, lines: boolean): Reader {
  const min = ruleOf(field, "min_length", "number") ?? 0;
  const max = ruleOf(field, "max_length", "number") ?? longest;
  const pattern = ruleOf(field, "pattern", "string");
  const matches = pattern === undefined ? undefined : matcherOf(pattern);
  return textReader((typed) => {
    const text = typed.replace(/\r\n?/g, "\n");
    const length = characters(text);
    if (length > max) return problem("too_long", { max: String(max) });
    if (length < min) return problem("too_short", { min: String(min) });
    if (!lines && text.includes("\n")) return problem("several_lines");
    if (matches && !(length <= longestMatched && matches.test(text))) return problem("pattern_differs", { pattern: pattern! });
    return { value: text };
  });
}

/** Of the whole text. Undefined for what this browser cannot read: then only the server judges. */
function matcherOf(pattern: string): RegExp | undefined {
  const inner = pattern.replace(/^\^/, "").replace(/(?<!\\)\$$/, "");
  try {
    return new RegExp(`^(?:${inner})$`, "u");
  } catch {
    return undefined;
  }
}
