import { isDigit, isLetter, lower } from "./plain.ts";

/** A unit of length after a number. */
export interface Unit {
  /** The same for all its spellings: `mm`, `cm`, `inch`, `µm`. */
  symbol: string;
  /** Its length in the text, including dots. */
  size: number;
}

// Common spellings, including misspellings and those in the six languages: in lower case, without dots.
const spellings: Record<string, string> = {
  mm:
    "mm mms millimetre millimetres millimeter millimeters milimetre milimetres milimeter milimeters " +
    "मिमी मिलीमीटर மிமீ மில்லிமீட்டர் মিমি মিলিমিটার మిమీ మిల్లీమీటర్ \u339C",
  cm: "cm cms centimetre centimetres centimeter centimeters सेमी सेंमी सेंटीमीटर செமீ சென்டிமீட்டர் সেমি সেন্টিমিটার సెంమీ సెంటీమీటర్ \u339D",
  dm: "dm decimetre decimetres decimeter decimeters",
  m: "m mt mts mtr mtrs metre metres meter meters",
  km: "km kms kilometre kilometres kilometer kilometers",
  µm: "um \u00B5m \u03BCm \u00B5 \u03BC micron microns micrometre micrometres micrometer micrometers",
  nm: "nm nanometre nanometres nanometer nanometers",
  inch: "in ins inch inchs inches इंच ইঞ্চি அங்குலம் అంగుళం అంగుళాలు",
  foot: "ft foot feet",
  yard: "yd yds yard yards",
  thou: "thou thous mil mils",
};
const symbols = new Map(Object.entries(spellings).flatMap(([symbol, words]) => words.split(" ").map((word) => [word, symbol] as const)));

const marks = [
  ['"', "inch"],
  ["''", "inch"],
  ["'", "foot"],
] as const;

const plusMinus = "\u00B1"; // stands behind numbers too, and is no letter

function wordSize(text: string): number {
  let size = 0;
  while (size < text.length) {
    const here = text[size]!;
    const beyondAscii = here.charCodeAt(0) >= 0x80 && here !== plusMinus;
    if (!isLetter(here) && !(size > 0 && here === ".") && !beyondAscii) break;
    ++size;
  }
  return size;
}

function unitOfWord(written: string): Unit | undefined {
  const word = lower(written.replaceAll(".", ""));
  const symbol = symbols.get(word);
  // `NM` means "not measured".
  if (symbol === undefined || (word === "nm" && /[NM]/.test(written))) return undefined;
  return { symbol, size: written.length };
}

function numberFollows(text: string): boolean {
  const next = text.replace(/^[ \t]+/, "")[0];
  return isDigit(next) || next === ".";
}

/**
 * The unit at the beginning of a plain text: a whole word in any case, with or without dots, or `"` for inch and `'` for foot. `TO` may
 * follow without a space if a number comes after it.
 */
export function unitAt(text: string): Unit | undefined {
  for (const [mark, symbol] of marks) {
    if (text.startsWith(mark) && wordSize(text.slice(mark.length)) === 0) return { symbol, size: mark.length };
  }
  const written = text.slice(0, wordSize(text));
  if (written === "") return undefined;
  const unit = unitOfWord(written);
  if (unit) return unit;
  if (written.length <= 2 || !numberFollows(text.slice(written.length)) || lower(written.slice(-2)) !== "to") return undefined;
  return unitOfWord(written.slice(0, -2));
}
