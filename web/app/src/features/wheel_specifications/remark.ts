import { isLetter, lower } from "#kit/measurements/plain.ts";

import type { WheelRules } from "./rules.ts";

/** What the words after a number say about it: nothing, that nothing was measured, or that the inspector has condemned the part. */
export type Remark = "none" | "not_measured" | "rejected";

/** In lower case, with a space around each word; `N.A.` becomes `na`, and `N/A` becomes `n a`. */
function spacedWords(label: string): string {
  const letters = [...label.replace(/[.']/g, "")].map((character) => (isLetter(character) ? lower(character) : " ")).join("");
  return ` ${letters.trim().replace(/ +/g, " ")} `.replace(/^ +$/, " ");
}

/** Whether the words contain the phrase and do not negate it: `not rejected` is not a rejection. */
function says(words: string, phrase: string): boolean {
  const at = words.indexOf(` ${phrase} `);
  return at >= 0 && !words.slice(0, at).endsWith(" not");
}

/** The remark in a label, whatever its case and punctuation; `rejected` if it contains both. */
export function remarkIn(label: string, remarks: WheelRules["remarks"]): Remark {
  const words = spacedWords(label);
  if (remarks.rejected.some((phrase) => says(words, phrase))) return "rejected";
  return remarks.not_measured.some((phrase) => says(words, phrase)) ? "not_measured" : "none";
}
