import type { Option } from "./field.ts";

/**
 * Options from lines, as people write or paste them: `Worn`, `worn = Worn out`, or two columns of a spreadsheet. One that was there before
 * keeps its translations, and its value where only a label is written.
 */
export function optionsFrom(lines: string, before: readonly Option[] = []): Option[] {
  const written = lines.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  return written.map((line) => {
    const [, value, label] = /^([^\t=]+?)\s*[\t=]\s*(.+)$/.exec(line) ?? [];
    const known = value === undefined ? before.find((option) => option.label === line) : before.find((option) => option.value === value);
    return { value: value ?? known?.value ?? line, label: label ?? line, translations: known?.translations ?? {} };
  });
}

export const linesOf = (options: readonly Option[]): string => options.map(({ value, label }) => (value === label ? label : `${value} = ${label}`)).join("\n");

/** Whether the value is as nobody wrote it. */
export const followsLabel = (option: Option) => option.value === option.label;
