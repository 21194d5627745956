import type { Measurement, Reason, Unreadable } from "./measurement.ts";
import { type Micrometres, longestLength, parseMillimetres } from "./micrometres.ts";
import { type Plain, characters, isDigit, isLetter, plain, trimmed } from "./plain.ts";
import { type Unit, unitAt } from "./units.ts";

const longestText = 100;
const longestLabel = 80;

// Spellings of ±, for keyboards that lack it.
const plusMinus = ["\u00B1", "+/-", "+-"];

// Includes line breaks, with which a cell copied from a spreadsheet ends.
const isBlank = (character: string | undefined) => character !== undefined && " \t\n\r".includes(character);
const isLabel = (character: string) => isLetter(character) || "-.'/".includes(character);

export const beginsWithTo = (text: string): boolean => /^to(?![a-z])/i.test(text);

/** The reason for an answer; its code on the wire, where that is another. */
const codes: Partial<Record<Reason, string>> = {
  text_too_long: "too_long",
  label_too_long: "too_long",
  notation_expected: "unexpected_text",
  unit_twice: "unexpected_text",
  letters_expected: "unexpected_text",
  end_expected: "unexpected_text",
};

/** Thrown within the reader only. */
class Fault extends Error {
  constructor(
    readonly reason: Reason,
    readonly at: number,
    readonly unit?: string,
  ) {
    super(reason);
  }
}

/** Reads a measurement as the server does: the same notations, the same codes and positions of what is not one. */
export function parseMeasurement(text: string): Measurement | Unreadable {
  const unreadable = (reason: Reason, position: number, unit?: string): Unreadable => ({
    code: codes[reason] ?? reason,
    position,
    reason,
    ...(unit === undefined ? {} : { unit }),
  });
  const made = plain(text);
  if (trimmed(made.text) === "") return unreadable("empty", 0);
  if (characters(text) > longestText) return unreadable("text_too_long", 0);
  // eslint-disable-next-line no-control-regex
  const control = text.search(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (control >= 0) return unreadable("control_character", characters(text.slice(0, control)) + 1);
  try {
    return new Reader(made).read();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return unreadable(fault.reason, characters(text.slice(0, made.origins[fault.at])) + 1, fault.unit);
  }
}

/** The meaning of a comma between two digits: a decimal comma, `0,5`; or, as in `+4,0)`, it may separate two deviations. */
type Comma = "stands_for_point" | "may_separate";

/** A recursive-descent parser of the plain text. */
class Reader {
  readonly #text: string;
  #place = 0;

  constructor({ text }: Plain) {
    this.#text = text;
  }

  read(): Measurement {
    this.#skipBlanks();
    const first = this.#length();
    if (this.#deviationsFollow()) return this.#ended(this.#deviations(first));
    if (this.#takeTo()) return this.#ended({ notation: "range", ...this.#rangeFrom(first), label: "" });
    if (this.#take("(")) {
      const read = isLetter(this.#here) ? this.#labelled(first) : this.#bracket(first);
      this.#close();
      return this.#ended(read);
    }
    if (this.#isEnd) return { notation: "value", nominal: first, label: "" };
    return this.#ended(this.#labelled(first));
  }

  get #here(): string | undefined {
    return this.#text[this.#place];
  }
  get #rest(): string {
    return this.#text.slice(this.#place);
  }
  get #isEnd(): boolean {
    return this.#place >= this.#text.length;
  }

  /** After the opening bracket: a range, or deviations. */
  #bracket(nominal: Micrometres): Measurement {
    const start = this.#place;
    if (!this.#atSign()) {
      const low = this.#length("may_separate");
      if (this.#takeTo()) return { notation: "nominal_and_range", nominal, ...this.#rangeFrom(low), label: "" };
      this.#place = start;
    }
    return this.#deviations(nominal);
  }

  /**
   * After a nominal without brackets: whether deviations such as `+2/-1`, `-1/+2`, `0/-0.5` or `±1` follow. `20-28` and `20 -28` are ranges.
   */
  #deviationsFollow(): boolean {
    if (this.#at("+") || this.#at(plusMinus[0]!)) return true;
    if (!this.#at("-") && !this.#atZero()) return false;
    const start = this.#place;
    try {
      this.#deviation();
      return this.#at(",") || this.#at("/") || this.#at("+");
    } catch {
      return false;
    } finally {
      this.#place = start;
    }
  }

  #deviations(nominal: Micrometres): Measurement {
    const start = this.#place;
    const [one, other] = this.#bothDeviations();
    const low = nominal + Math.min(one, other);
    const high = nominal + Math.max(one, other);
    if (low < 0) throw new Fault("negative_length", start);
    if (high > longestLength) throw new Fault("too_large", start);
    return { notation: "nominal_and_deviations", nominal, low, high, label: "" };
  }

  #bothDeviations(): [Micrometres, Micrometres] {
    if (plusMinus.some((sign) => this.#take(sign))) {
      const size = this.#length();
      return [size, -size];
    }
    const one = this.#deviation("may_separate");
    if (!this.#take(",") && !this.#take("/") && !this.#atSign()) throw new Fault("separator_expected", this.#place);
    return [one, this.#deviation()];
  }

  #rangeFrom(low: Micrometres): { low: Micrometres; high: Micrometres } {
    const start = this.#place;
    const high = this.#length();
    if (high < low) throw new Fault("range_reversed", start);
    return { low, high };
  }

  #deviation(comma: Comma = "stands_for_point"): Micrometres {
    const start = this.#place;
    const sign = this.#takeSign();
    const size = this.#length(comma);
    if (sign === 0 && size !== 0) throw new Fault("sign_expected", start);
    return sign < 0 ? 0 - size : size;
  }

  /** A number with its unit. */
  #length(comma: Comma = "stands_for_point"): Micrometres {
    const start = this.#place;
    const digits = this.#numberAt(start);
    this.#place += digits.length;
    const parsed = parseMillimetres(digits);
    if (typeof parsed === "string") throw new Fault(parsed === "not_a_number" ? "number_expected" : parsed, start);
    if (this.#isDecimal(comma)) throw new Fault("decimal_comma", this.#place);
    this.#skipBlanks();
    this.#skipUnit();
    return parsed;
  }

  /** Whether a comma with decimals follows here, after a number. */
  #isDecimal(comma: Comma): boolean {
    const next = this.#place + 1;
    if (!this.#at(",") || !isDigit(this.#text[next])) return false;
    return comma === "stands_for_point" || this.#text[next + this.#numberAt(next).length] !== ")";
  }

  #labelled(nominal: Micrometres): Measurement {
    const start = this.#place;
    if (!isLetter(this.#here)) throw new Fault("notation_expected", start);
    // Otherwise printing `5 mm mm Rim` would lose the second mm.
    this.#skipUnit();
    if (this.#place !== start) throw new Fault("unit_twice", start);
    const words: string[] = [];
    let last = start;
    while (!this.#isEnd && !this.#at(")")) {
      last = this.#place;
      if (!isLabel(this.#here!)) throw new Fault("letters_expected", last);
      while (!this.#isEnd && isLabel(this.#here!)) ++this.#place;
      words.push(this.#text.slice(last, this.#place));
      this.#skipBlanks();
    }
    const word = words.at(-1) ?? "";
    const unit = unitAt(word);
    if (unit && unit.size === word.length && unit.symbol !== "mm") throw new Fault("other_unit", last, unit.symbol);
    const label = words.join(" ");
    if (label.length > longestLabel) throw new Fault("label_too_long", start);
    return { notation: "labelled_value", nominal, label };
  }

  /** Skips `mm` or `(mm)`, if there is one. */
  #skipUnit(): void {
    const start = this.#place;
    const inBrackets = this.#take("(");
    const unit = unitAt(this.#rest);
    if (!unit) {
      this.#place = start;
      return;
    }
    this.#refuseOther(unit);
    this.#place += unit.size;
    this.#skipBlanks();
    if (inBrackets) this.#close();
  }

  #refuseOther({ symbol }: Unit): void {
    if (symbol !== "mm") throw new Fault("other_unit", this.#place, symbol);
  }

  #close(): void {
    if (!this.#take(")")) throw new Fault("bracket_expected", this.#place);
  }

  #ended(read: Measurement): Measurement {
    this.#skipUnit();
    if (!this.#isEnd) throw new Fault("end_expected", this.#place);
    return read;
  }

  #at(token: string): boolean {
    return this.#text.startsWith(token, this.#place);
  }
  /** Whether a zero follows, which needs no sign. `16 00` is not one: it is a number with a space in it. */
  #atZero(): boolean {
    return /^0(\.|$)/.test(this.#numberAt(this.#place));
  }
  #atSign(): boolean {
    return this.#at("+") || this.#at("-") || this.#at(plusMinus[0]!);
  }

  #numberAt(first: number): string {
    return /^[0-9.]*/.exec(this.#text.slice(first))![0];
  }

  /** +1, -1, or 0 when there is no sign. */
  #takeSign(): number {
    if (this.#take("+")) return 1;
    return this.#take("-") ? -1 : 0;
  }

  /** Reads what is between the ends of a range. */
  #takeTo(): boolean {
    if (this.#take("-")) return true;
    return beginsWithTo(this.#rest) && this.#take(this.#rest.slice(0, 2));
  }

  #take(token: string): boolean {
    if (!this.#at(token)) return false;
    this.#place += token.length;
    this.#skipBlanks();
    return true;
  }

  #skipBlanks(): void {
    while (isBlank(this.#here)) ++this.#place;
  }
}
