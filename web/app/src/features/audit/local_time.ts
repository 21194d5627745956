const two = (number: number) => String(number).padStart(2, "0");

/** A moment as a field for date and time shows it, in the device's time zone: 2026-11-30T13:45. */
export function localOf(moment: string | undefined): string {
  if (!moment) return "";
  const date = new Date(moment);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment of such a text; undefined for none. */
export function momentOf(local: string): string | undefined {
  const time = Date.parse(local); // without a zone it is the device's
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** So many days before now, to the minute. */
export const daysAgo = (days: number, now = Date.now()): string => new Date(Math.floor((now - days * 86_400_000) / 60_000) * 60_000).toISOString();
