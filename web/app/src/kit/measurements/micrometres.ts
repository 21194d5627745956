/** Lengths and their differences are whole micrometres, so that sums are exact; limits are in millimetres on the wire. */
export type Micrometres = number;

export const longestLength: Micrometres = 100_000_000; // 100 m

export type LengthFault = "not_a_number" | "too_precise" | "too_large";

/** Reads an unsigned decimal number of millimetres: `915`, `.5`, `1600.`, `0.2500`. Digits after the third decimal must be zeros. */
export function parseMillimetres(text: string): Micrometres | LengthFault {
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) return "not_a_number";
  const [before = "", behind = ""] = text.split(".");
  // 12 digits are far beyond the longest length, and still exact.
  const whole = before.replace(/^0+/, "");
  if (whole.length > 12) return "too_large";
  const count = Number(whole) * 1000 + Number(behind.slice(0, 3).padEnd(3, "0"));
  if (count > longestLength) return "too_large";
  return /[1-9]/.test(behind.slice(3)) ? "too_precise" : count;
}

/** The shortest decimal of millimetres: `130.043`, `0.5`, `915`, `-0.035`. */
export function formatMillimetres(length: Micrometres): string {
  const digits = String(Math.abs(length)).padStart(4, "0");
  const decimals = digits.slice(-3).replace(/0+$/, "");
  return (length < 0 ? "-" : "") + digits.slice(0, -3) + (decimals && `.${decimals}`);
}

/** A limit as it comes in JSON, `130.043`, exactly. */
export const ofMillimetres = (millimetres: number): Micrometres => Math.round(millimetres * 1000);
