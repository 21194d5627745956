import { type Field, expressionNames } from "./field.ts";
import { reserved } from "./names.ts";
import { walked } from "./tree.ts";

const token = /"(?:[^"\\]|\\.)*"?|[A-Za-z][A-Za-z0-9_]*|\d[\d.]*|\s+|./gsu;
const isWord = (text: string | undefined) => text !== undefined && /^[A-Za-z]/.test(text);
const isName = (text: string | undefined) => isWord(text) && !reserved.has(text!);

/**
 * An expression with the names of a field exchanged where they mean that field. `levels`: the fields that it may mention, of the innermost
 * group first.
 */
export function renamedIn(expression: string, levels: readonly (readonly Field[])[], key: string, name: string): string {
  const tokens = expression.match(token) ?? [];
  const words = tokens.map((text, place) => ({ text, place })).filter(({ text }) => text.trim() !== "");
  const elements = new Map<string, Field | undefined>(); // of some, every and for
  const open: (Field | undefined)[] = []; // brackets; a group where it is a filter of its rows
  let meant: Field | undefined; // by what stands before
  const lookUp = (text: string): Field | undefined => {
    for (const row of [...open].reverse()) {
      if (row && text === "item") return row;
      const own = row?.fields.find((field) => field.name === text);
      if (own) return own;
    }
    if (elements.has(text)) return elements.get(text);
    for (const level of levels) {
      const found = level.find((field) => field.name === text);
      if (found) return found;
    }
    return undefined;
  };
  let binding: string | undefined; // the element whose list comes next
  words.forEach(({ text, place }, number) => {
    const [before, after] = [words[number - 1]?.text, words[number + 1]?.text];
    if (isName(text) && /^(some|every|for)$/.test(before ?? "")) {
      binding = text;
      return;
    }
    // Functions may have several words: `string length(…)`.
    const isFunction = isName(text) && before !== "." && (isName(after) || isName(before) || after === "(");
    if (isName(text) && !isFunction) {
      meant = before === "." ? meant?.fields.find((field) => field.name === text) : lookUp(text);
      if (meant?.key === key) tokens[place] = name;
      if (binding !== undefined) elements.set(binding, meant);
      return;
    }
    if (text === ".") return;
    if (/^(satisfies|return)$/.test(text)) binding = undefined;
    if (text === "[" || text === "(") open.push(text === "[" && (isName(before) || before === "]") ? meant : undefined);
    if (text === "]" || text === ")") {
      meant = open.pop();
      return;
    }
    meant = undefined;
  });
  return tokens.join("");
}

/** Gives a field another name, also where expressions mention it. */
export function renamed(fields: Field[], key: string, name: string): Field[] {
  const change = (list: Field[], levels: readonly (readonly Field[])[]): Field[] =>
    list.map((field) => {
      const own = { ...field, fields: change(field.fields, [field.fields, ...levels]) };
      for (const member of expressionNames) if (own[member]) own[member] = renamedIn(own[member], levels, key, name);
      return own.key === key ? { ...own, name } : own;
    });
  if (!walked(fields).some(({ field }) => field.key === key && field.name !== name)) return fields;
  return change(fields, [fields]);
}
