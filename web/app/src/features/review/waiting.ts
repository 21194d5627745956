const minute = 60_000; // milliseconds
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 24 * 60 * minute],
  ["hour", 60 * minute],
  ["minute", minute],
];

/** How long ago a moment was, in the largest unit that fits: 3 days ago. */
export function ageOf(moment: string, now: number, language: string): string {
  const passed = Math.max(0, now - Date.parse(moment));
  const [unit, length] = steps.find(([, size]) => passed >= size) ?? ["minute", minute];
  return new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: "auto", style: "short" }).format(-Math.floor(passed / length), unit);
}
