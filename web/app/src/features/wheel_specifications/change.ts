import { isUnreadable } from "#kit/measurements/measurement.ts";
import { formatMillimetres } from "#kit/measurements/micrometres.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";

/** By how much a size has changed since `before`, in millimetres with its sign: `-0.4`; undefined where one of them is no size. */
export function changeSince(before: string, now: string): string | undefined {
  const [was, is] = [parseMeasurement(before), parseMeasurement(now)];
  if (isUnreadable(was) || isUnreadable(is) || was.nominal === undefined || is.nominal === undefined) return undefined;
  const change = is.nominal - was.nominal;
  return (change > 0 ? "+" : "") + (change === 0 ? "±0" : formatMillimetres(change));
}
