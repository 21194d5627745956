import { lower, plain } from "#kit/measurements/plain.ts";

import type { CalendarDate } from "./calendar.ts";

/** The plain text without what may follow its date: blanks, a dot, a bracket, a time of day such as spreadsheets add. */
export function plainToItsEnd(text: string): { text: string; origins: number[] } {
  const made = plain(text);
  const closed = made.text.replace(/[ .)]+$/, "");
  return { text: withoutTime(closed).replace(/[ .)]+$/, ""), origins: made.origins };
}

function withoutTime(text: string): string {
  const gap = Math.max(text.lastIndexOf(" "), text.lastIndexOf("T"));
  if (gap < 0) return text;
  const time = text.slice(gap + 1);
  return time.includes(":") && /^[0-9:.Z]*$/.test(time) ? text.slice(0, gap) : text;
}

export const lastDigits = (text: string): string => /[0-9]*$/.exec(text)![0];

export const standsAlone = (before: string): boolean => !/[0-9A-Za-z]$/.test(before);

/** Three numbers at the end of a text, with the same separator between them: written like a date but not necessarily a real one. */
export function dateAtEnd(text: string): { start: number; date: CalendarDate } | undefined {
  const read = /([0-9]*) *([-/.]) *([0-9]*) *\2 *([0-9]*)$/.exec(text);
  if (!read) return undefined;
  let [first, last] = [read[1]!, read[4]!];
  if (first.length < last.length) [first, last] = [last, first]; // day first: put the year first
  const isShort = (digits: string) => digits.length === 1 || digits.length === 2;
  const start = read.index;
  if (first.length !== 4 || !isShort(read[3]!) || !isShort(last) || !standsAlone(text.slice(0, start))) return undefined;
  return { start, date: { year: Number(first), month: Number(read[3]), day: Number(last) } };
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec";
const isMonth = (word: string) => word.length >= 3 && months.includes(lower(word.slice(0, 3)));

/** What looks like a date in a text whose end is not a date: three numbers, `25-Jun-2025` or `20250625`. */
export function likeADate(text: string): string | undefined {
  const words = [...text.matchAll(/[0-9]+|[A-Za-z]+/g)].map((found) => {
    const [word] = found;
    return { start: found.index, end: found.index + word.length, text: word, isNumber: /^[0-9]/.test(word) };
  });
  const joined = (one: { end: number }, next: { start: number }) => {
    const gap = text.slice(one.end, next.start);
    return /^[-/. ]*$/.test(gap) && /[-/.]/.test(gap);
  };
  for (const [place, one] of words.entries()) {
    if (one.isNumber && one.text.length === 8 && /^(19|20)/.test(one.text)) return one.text;
    const [middle, last] = [words[place + 1], words[place + 2]];
    if (!middle || !last || !one.isNumber || !last.isNumber || !(middle.isNumber || isMonth(middle.text))) continue;
    if (joined(one, middle) && joined(middle, last)) return text.slice(one.start, last.end);
  }
  return undefined;
}
