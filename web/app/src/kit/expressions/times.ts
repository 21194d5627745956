/** A moment, in microseconds since 1970. */
export type Moment = bigint;

const million = 1_000_000n;
const first = new Date("0001-01-01T00:00:00Z").getTime();
const last = new Date("9999-12-31T23:59:59Z").getTime();

/** Whether this is a day of the calendar, from 0001-01-01 to 9999-12-31. */
export function isDate(text: string): boolean {
  const read = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!read) return false;
  const [year, month, day] = [Number(read[1]), Number(read[2]), Number(read[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `14:30:00` for `14:30` and `14:30:00`, which compare like times; null for anything else. */
export function timeOf(text: string): string | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)) return null;
  return text.length === 5 ? `${text}:00` : text;
}

const instant = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3])(?::([0-5]\d))?(?::([0-5]\d))?)$/;

/** Reads a moment by RFC 3339. Digits beyond microseconds are dropped. */
export function parseMoment(text: string): Moment | null {
  const read = instant.exec(text);
  if (!read || !isDate(read[1]!)) return null;
  const seconds = new Date(`${read[1]}T${read[2]}:${read[3]}:${read[4]}Z`).getTime() / 1000;
  const offset = Number(read[7] ?? 0) * 3600 + Number(read[8] ?? 0) * 60 + Number(read[9] ?? 0);
  const utc = seconds + (read[6] === "-" ? offset : -offset);
  if (utc * 1000 < first || utc * 1000 > last) return null; // in years that cannot be written
  return BigInt(utc) * million + BigInt((read[5] ?? "").slice(0, 6).padEnd(6, "0"));
}

/** `2026-01-31T09:00:00Z`, with six digits of a second where it is not a whole one. */
export function formatMoment(moment: Moment): string {
  const micros = ((moment % million) + million) % million;
  const whole = new Date(Number((moment - micros) / million) * 1000).toISOString().slice(0, 19);
  return micros === 0n ? `${whole}Z` : `${whole}.${String(micros).padStart(6, "0")}Z`;
}
