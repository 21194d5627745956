import { useState } from "react";

/** Words that were typed and not sent yet, by what they are for: they are still there when somebody comes back to the record. */
const kept = new Map<string, string>();

export function useUnsent(purpose: string): [string, (text: string) => void] {
  const [text, setText] = useState(kept.get(purpose) ?? "");
  const change = (typed: string) => {
    if (typed) kept.set(purpose, typed);
    else kept.delete(purpose);
    setText(typed);
  };
  return [text, change];
}
