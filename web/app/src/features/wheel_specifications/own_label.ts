import { lower } from "#kit/measurements/plain.ts";

/** What a field may be called in a label. */
export interface Names {
  quantity: string;
  title: string;
  wire: string;
}

const lettersOf = (text: string) => lower(text.replace(/[^A-Za-z]/g, ""));
const wordsOf = (text: string) => lower(text).match(/[a-z]+/g) ?? [];

/** Whether a label abbreviates a title, each word of one beginning like the word of the other: `Condemn Dia` for `Condemning diameter`. */
function isShortFor(label: string, title: string): boolean {
  const [words, others] = [wordsOf(label), wordsOf(title)];
  const sameStem = (one: string, other: string) => {
    const length = Math.min(one.length, other.length, 6);
    return length >= 3 && one.slice(0, length) === other.slice(0, length);
  };
  return words.length > 1 && words.length === others.length && words.every((word, place) => sameStem(word, others[place]!));
}

/** Whether a label names the field that it is in: by quantity, by title (whole, abbreviated, or without its brackets), or by name. */
export function isOwnLabel(label: string, { quantity, title, wire }: Names): boolean {
  let bare = label;
  for (const unit of [" mm", " in"]) if (bare.length > unit.length && lower(bare.slice(-unit.length)) === unit) bare = bare.slice(0, -unit.length);
  const known = [quantity, title, title.split("(")[0]!, wire];
  return isShortFor(bare, title) || known.some((name) => lettersOf(name) === lettersOf(bare));
}
