export type Action = "next" | "previous" | "open" | "close" | "review" | "approve" | "reject" | "assign" | "comment" | "choose" | "extend" | "help";

export interface Key {
  key: string;
  /** The place on the keyboard: `KeyJ`, whatever the alphabet is. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
}

const plain: Record<string, Action> = {
  j: "next",
  k: "previous",
  Enter: "open",
  Escape: "close",
  e: "review",
  a: "approve",
  r: "reject",
  i: "assign",
  c: "comment",
  x: "choose",
};
/** Those that may go on while the key is held: a key that is held too long must not decide. */
const repeatable: Action[] = ["next", "previous"];

/** On a keyboard of another script, the letter that stands on the same key. */
function letterOf({ key, code }: Key): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (key.length === 1 && key.charCodeAt(0) > 127 && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  return key;
}

/** What a key asks for. `typing`: in a field, where letters are letters. `onControl`: on a button or link, which Enter presses. */
export function actionOf(key: Key, typing: boolean, onControl: boolean): Action | undefined {
  if (key.ctrlKey || key.metaKey || key.altKey || typing) return undefined;
  if (key.key === "?" || (key.shiftKey && key.code === "Slash")) return "help";
  const action = plain[letterOf(key)];
  if (action === "open" && onControl) return undefined;
  if (action === "choose" && key.shiftKey) return "extend";
  if (action && key.repeat && !repeatable.includes(action)) return undefined;
  return key.shiftKey ? undefined : action;
}
