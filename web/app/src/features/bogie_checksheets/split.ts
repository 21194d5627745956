import { trimmed } from "#kit/measurements/plain.ts";

import { type CalendarDate, isReal } from "./calendar.ts";
import { dateAtEnd, lastDigits, likeADate, plainToItsEnd, standsAlone } from "./dates.ts";
import type { RuleDate } from "./rules.ts";

/** The years that can be right. */
export type Years = Pick<RuleDate, "firstYear" | "lastYear">;

const isPossible = (year: number, { firstYear, lastYear }: Years) => year >= firstYear && year <= lastYear;

/** Where a bogie came from and when. A text that cannot be split is kept in the division. */
export interface Incoming {
  division?: string;
  date?: CalendarDate;
  /** Written like a date, but cannot be one. */
  impossible?: string;
}

/** Who built a bogie and when. A text that cannot be split is kept in the maker. */
export interface Built {
  maker?: string;
  year?: number;
  /** When more than the year is written. */
  date?: CalendarDate;
  impossible?: string;
}

const unlessEmpty = <Name extends string>(name: Name, text: string | undefined) => (text ? { [name]: text } : {}) as { [key in Name]?: string };

/** The text before a date, as it was written, without separators at its end. `end`: the date's place in the plain text. */
function before(text: string, made: { text: string; origins: number[] }, end: number): string | undefined {
  const kept = made.text.slice(0, end).replace(/[ \t/,\-(]+$/, "");
  return kept === "" ? undefined : trimmed(text.slice(0, made.origins[kept.length]));
}

/** Splits `NR / 2025-06-25`. The text must end with a date, year first or day first, of possible years. */
export function splitIncoming(written: string, years: Years): Incoming {
  const text = trimmed(written);
  const made = plainToItsEnd(text);
  const ending = dateAtEnd(made.text);
  if (!ending) return { ...unlessEmpty("division", text), ...unlessEmpty("impossible", likeADate(made.text)) };
  if (!isReal(ending.date) || !isPossible(ending.date.year, years)) return { ...unlessEmpty("division", text), impossible: made.text.slice(ending.start) };
  return { ...unlessEmpty("division", before(text, made, ending.start)), date: ending.date };
}

/** Splits `RDSO/2018`. The text must end with a date as above, or with a year, of those that are possible. */
export function splitMaker(written: string, years: Years): Built {
  const text = trimmed(written);
  const made = plainToItsEnd(text);
  const ending = dateAtEnd(made.text);
  const digits = lastDigits(made.text);
  if (!ending && (digits.length !== 4 || !standsAlone(made.text.slice(0, -4))))
    return { ...unlessEmpty("maker", text), ...unlessEmpty("impossible", likeADate(made.text)) };
  const start = ending ? ending.start : made.text.length - 4;
  const year = ending ? ending.date.year : Number(digits);
  if ((ending && !isReal(ending.date)) || !isPossible(year, years))
    return { ...unlessEmpty("maker", text), impossible: made.text.slice(start) };
  return { ...unlessEmpty("maker", before(text, made, start)), year, ...(ending ? { date: ending.date } : {}) };
}
