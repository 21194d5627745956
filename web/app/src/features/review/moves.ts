/** The key that is so many places after another in the list; at its ends, the last one there. From nowhere: the first. */
export function moved(order: readonly string[], from: string | undefined, by: number): string | undefined {
  const place = from === undefined ? -1 : order.indexOf(from);
  if (place < 0) return order[0];
  return order[Math.max(0, Math.min(order.length - 1, place + by))];
}

/** What is to be opened when these leave the list: the next one that stays, else the one before. */
export function afterLeaving(order: readonly string[], current: string, gone: ReadonlySet<string>): string | undefined {
  const place = order.indexOf(current);
  const stays = (key: string) => key !== current && !gone.has(key);
  return order.slice(place + 1).find(stays) ?? order.slice(0, Math.max(0, place)).filter(stays).at(-1);
}
