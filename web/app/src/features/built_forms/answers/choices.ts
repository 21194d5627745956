import { isChoice } from "#kit/measurements/choice.ts";
import { characters, trimmed } from "#kit/measurements/plain.ts";

import { type Field, ruleOf } from "../form.ts";
import { type AnswerType, type Problem, problem, textReader } from "./answer.ts";

const longestOther = 200; // characters

// eslint-disable-next-line no-control-regex
const isAscii = (text: string) => /^[\x00-\x7F]*$/.test(text);

const folded = (text: string) => text.normalize("NFKC").toLowerCase().normalize("NFKC");

function meansSame(typed: string, value: string): boolean {
  return typed === value || (isAscii(value) ? isChoice(typed, value) : folded(typed) === folded(value));
}

export const otherAllowed = (field: Field): boolean => ruleOf(field, "other_allowed", "boolean") ?? false;

/** The value of the option that was chosen, or something else where that is allowed. */
export function chosenValue(field: Field, text: string): string | Problem {
  const typed = trimmed(text);
  const values = (field.options ?? []).map(({ value }) => value);
  const found = values.includes(typed) ? typed : values.find((value) => meansSame(typed, value));
  if (found !== undefined) return found;
  if (!otherAllowed(field)) return problem("not_a_choice", { choices: values.join(", ") }).problem;
  return characters(typed) > longestOther ? problem("too_long", { max: String(longestOther) }).problem : typed;
}

/** One of the options: of `select` and `radio`. */
export const oneChoice: AnswerType = {
  shown: () => ({ as: "choice" }),
  reader: (field) =>
    textReader((typed) => {
      const value = chosenValue(field, typed);
      return typeof value === "string" ? { value } : { problem: value };
    }),
};
