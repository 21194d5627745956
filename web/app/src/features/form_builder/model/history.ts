const most = 200;

/** What was edited, so that it can be taken back and done again. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last edit was about: typing into one field is one step. */
  about: string | undefined;
}

export const begun = <T>(present: T): History<T> => ({ past: [], present, future: [], about: undefined });

/** `about`: edits about the same, one after the other, are taken back together. */
export function edited<T>(history: History<T>, next: T, about?: string): History<T> {
  if (next === history.present) return history;
  if (about !== undefined && about === history.about) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present].slice(-most), present: next, future: [], about };
}

export function undone<T>({ past, present, future }: History<T>): History<T> | undefined {
  const before = past.at(-1);
  return before === undefined ? undefined : { past: past.slice(0, -1), present: before, future: [present, ...future], about: undefined };
}

export function redone<T>({ past, present, future }: History<T>): History<T> | undefined {
  const [next, ...rest] = future;
  return next === undefined ? undefined : { past: [...past, present], present: next, future: rest, about: undefined };
}
