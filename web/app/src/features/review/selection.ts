/** The records that were chosen, and the one from which Shift chooses up to another. */
export interface Selection {
  chosen: ReadonlySet<string>;
  anchor?: string;
}

export const nothingChosen: Selection = { chosen: new Set() };

export function toggled({ chosen }: Selection, key: string): Selection {
  const next = new Set(chosen);
  if (!next.delete(key)) next.add(key);
  return { chosen: next, anchor: key };
}

/** Chooses all from the anchor to this one, in the order in which they are shown. */
export function extended(selection: Selection, order: readonly string[], key: string): Selection {
  const from = order.indexOf(selection.anchor ?? key);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return toggled(selection, key);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { chosen: new Set([...selection.chosen, ...range]), anchor: selection.anchor ?? key };
}

/** Without these, which are decided or no longer shown. */
export function without({ chosen, anchor }: Selection, gone: ReadonlySet<string>): Selection {
  const left = new Set([...chosen].filter((key) => !gone.has(key)));
  return anchor !== undefined && !gone.has(anchor) ? { chosen: left, anchor } : { chosen: left };
}
