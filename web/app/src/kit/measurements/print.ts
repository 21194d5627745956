import type { Measurement } from "./measurement.ts";
import { type Micrometres, formatMillimetres as format } from "./micrometres.ts";
import { beginsWithTo } from "./parse.ts";

function deviation(size: Micrometres, signOfZero: string): string {
  if (size === 0) return `${signOfZero}0`;
  return (size > 0 ? "+" : "") + format(size);
}

/** The canonical text of the values: `915 (900-1000)`, `1600 (+2/-1)`, `20 TO 28`, `0.5`, `29.4 Flange Thickness`. */
export function print({ notation, nominal = 0, low = 0, high = 0, label }: Measurement): string {
  switch (notation) {
    case "value":
      return format(nominal);
    case "labelled_value":
      // In brackets, because `5 to be measured` would be read as a range without its end.
      return beginsWithTo(label) ? `${format(nominal)} (${label})` : `${format(nominal)} ${label}`;
    case "range":
      return `${format(low)} TO ${format(high)}`;
    case "nominal_and_range":
      return `${format(nominal)} (${format(low)}-${format(high)})`;
    case "nominal_and_deviations":
      return `${format(nominal)} (${deviation(high - nominal, "+")}/${deviation(low - nominal, "-")})`;
  }
}
