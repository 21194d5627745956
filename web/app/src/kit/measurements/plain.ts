/** A text with ASCII punctuation and digits, and where each of its code units came from. */
export interface Plain {
  text: string;
  /** Of each code unit: its place in the source; and of the end. */
  origins: number[];
}

const singleQuotes = "\u2018\u2019\u201A\u201B\u2032"; // also the prime of feet
const doubleQuotes = "\u201C\u201D\u201E\u201F\u2033"; // also that of inches
const minusSign = "\u2212";
const fullWidth = { first: 0xff01, last: 0xff5e }; // `!` to `~`, in ASCII's order

/**
 * Replaces decimal digits of every script, dashes and minus signs, quotation marks and primes, white space, and full-width forms by ASCII;
 * removes characters without width (direction marks, joiners). All others stay. The server does the same.
 */
export function plain(text: string): Plain {
  let made = "";
  const origins: number[] = [];
  let place = 0;
  for (const character of text) {
    const replaced = plainOf(character);
    made += replaced;
    for (let unit = 0; unit < replaced.length; ++unit) origins.push(place);
    place += character.length;
  }
  origins.push(text.length);
  return { text: made, origins };
}

function plainOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x80) return character;
  if (/\p{Nd}/u.test(character)) return String(digitValue(code));
  if (singleQuotes.includes(character)) return "'";
  if (doubleQuotes.includes(character)) return '"';
  if (character === minusSign || /\p{Pd}/u.test(character)) return "-";
  if (/\p{White_Space}/u.test(character)) return " ";
  if (/\p{Cf}/u.test(character)) return "";
  if (code >= fullWidth.first && code <= fullWidth.last) return String.fromCodePoint(code - fullWidth.first + 0x21);
  return character;
}

/** Unicode has the digits of a script in tens, from zero on. */
function digitValue(code: number): number {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) --first;
  return (code - first) % 10;
}

/** Number of characters (code points). */
export const characters = (text: string): number => [...text].length;

/** Without white space (Unicode's White_Space) at either end. */
export const trimmed = (text: string): string => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

/** ASCII letters in lower case; all others stay. */
export const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const isDigit = (character: string | undefined): boolean => character !== undefined && /^[0-9]$/.test(character);
export const isLetter = (character: string | undefined): boolean => character !== undefined && /^[A-Za-z]$/.test(character);
