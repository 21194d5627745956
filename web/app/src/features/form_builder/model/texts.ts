import type { Language } from "#kit/language.ts";

import { type Draft, type FieldTexts, type FormTexts, type Translations, noTexts } from "./field.ts";
import { walked, withField } from "./tree.ts";

/** A text that people read, and what it is in other languages. */
export interface TextPlace {
  id: string;
  /** Of the field; undefined: of the form itself. */
  key: string | undefined;
  /** `title`, `label`, `options.2`. */
  member: string;
  /** How many groups it is in. */
  level: number;
  text: string;
  others: Translations<string>;
}

const formMembers = ["title", "description"] as const;
const fieldMembers = ["label", "help_text", "placeholder", "rule_message"] as const;

function picked<T>(all: Translations<T>, text: (one: T) => string): Translations<string> {
  return Object.fromEntries(Object.entries(all).map(([language, one]) => [language, text(one)]));
}

/** All texts that there are, in the order of the form. */
export function textsOf(draft: Draft): TextPlace[] {
  const own = formMembers.map((member) => ({ id: member, key: undefined, member, level: 0, text: draft[member], others: picked(draft.translations, (texts) => texts[member]) }));
  const ofFields = walked(draft.fields).flatMap(({ field, around }) => {
    const { key } = field;
    const level = around.length;
    return [
      ...fieldMembers.map((member) => ({ id: `${key} ${member}`, key, member, level, text: field[member], others: picked(field.translations, (texts) => texts[member]) })),
      ...field.options.map((option, number) => ({ id: `${key} options.${number}`, key, member: `options.${number}`, level, text: option.label, others: option.translations })),
    ];
  });
  return [...own, ...ofFields].filter(({ text }) => text.trim() !== "");
}

/** The draft with this text in that language. */
export function translated(draft: Draft, { key, member }: Pick<TextPlace, "key" | "member">, language: Language, text: string): Draft {
  if (key === undefined) {
    const texts: FormTexts = draft.translations[language] ?? { title: "", description: "" };
    return { ...draft, translations: { ...draft.translations, [language]: { ...texts, [member]: text } } };
  }
  const fields = withField(draft.fields, key, (field) => {
    const number = /^options\.(\d+)$/.exec(member)?.[1];
    if (number !== undefined) return { ...field, options: field.options.map((option, place) => (place === Number(number) ? { ...option, translations: { ...option.translations, [language]: text } } : option)) };
    const texts: FieldTexts = field.translations[language] ?? noTexts;
    return { ...field, translations: { ...field.translations, [language]: { ...texts, [member]: text } } };
  });
  return { ...draft, fields };
}
