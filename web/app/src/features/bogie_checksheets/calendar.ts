/** A calendar date, real or not. */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

/** Whether there is such a day. */
export function isReal({ year, month, day }: CalendarDate): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= days[month - 1]!;
}

/** `2026-11-30`, which compares as dates do. */
export const written = ({ year, month, day }: CalendarDate): string =>
  [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
