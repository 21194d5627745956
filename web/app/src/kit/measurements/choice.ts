import { lower, plain } from "./plain.ts";

/** Whether `typed` means this choice, whose name is ASCII: in any case, with spaces, dashes, underscores or nothing between words. */
export function isChoice(typed: string, choice: string): boolean {
  const joined = (text: string) => lower(text.replace(/[-_ \t\n\v\f\r]/g, ""));
  return joined(plain(typed).text) === joined(choice);
}
