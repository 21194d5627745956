/** Words of expressions, which no field may be called (docs/expressions.md). */
export const reserved = new Set("and between else every false for if in null or return satisfies some then true".split(" "));

const longest = 40; // characters; the API takes 63, a number may follow

/** A name made from a label: `flange_height` for "Flange height (mm)" without what no name has. Blank where nothing is left. */
export function nameFrom(label: string): string {
  const plain = label.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  const words = plain.replace(/\([^)]*\)/g, " ").match(/[a-z0-9]+/g) ?? [];
  const name = words.join("_").replace(/^[0-9_]+/, "").slice(0, longest).replace(/_+$/, "");
  return reserved.has(name) ? `${name}_` : name;
}

/** The same name, or with the next number behind it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/_\d+$/, "");
  let number = 2;
  while (taken.has(`${stem}_${number}`)) ++number;
  return `${stem}_${number}`;
}

/** Whether the name is as nobody wrote it: made from the label, or from the type where the label gives none. */
export function isMade(name: string, label: string, field_type: string): boolean {
  return name.replace(/_\d+$/, "") === (nameFrom(label) || field_type).replace(/_\d+$/, "");
}
