import { plain, trimmed } from "#kit/measurements/plain.ts";

import { ruleOf } from "../form.ts";
import { type AnswerType, problem, textReader } from "./answer.ts";

const longest = 50; // characters
const fewestDigits = 4;
const mostDigits = 15;

/**
 * The numbering plans of all countries are on the server only, which has the last word. Here what cannot be a number is refused, and
 * numbers that are written in full, or as in India, get the server's form: `+919876543210`.
 */
function read(text: string, region: string) {
  const typed = trimmed(plain(text).text);
  const digits = typed.replace(/\D/g, "");
  if (typed.length > longest || !/^\+?[\d\s().\-/]+$/.test(typed) || digits.length < fewestDigits || digits.length > mostDigits) return problem("not_a_phone_number");
  if (typed.startsWith("+")) return { value: `+${digits}` };
  const indian = /^(?:0|91)?([6-9]\d{9})$/.exec(digits);
  return { value: region === "IN" && indian ? `+91${indian[1]!}` : typed };
}

export const tel: AnswerType = {
  shown: () => ({ as: "line", type: "tel" }),
  reader: (field) => {
    const region = ruleOf(field, "region", "string") ?? "IN";
    return textReader((text) => read(text, region));
  },
};
