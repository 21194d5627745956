import { plain } from "./plain.ts";

/**
 * What a caliper that acts as a keyboard types, without what it adds to the number: `+0029.43mm` is `29.43`. Any other text stays as it
 * was typed, a minus sign and other units among them: they mean something.
 */
export function cleanReading(text: string): string {
  const read = /^\s*\+?\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:mm|m\.m\.?)?\s*\+?\s*$/i.exec(plain(text).text);
  if (!read) return text;
  return read[1]!.replace(/^0+(?=\d)/, "");
}
