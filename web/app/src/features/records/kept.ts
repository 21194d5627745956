import { useState } from "react";

/** Something small that this device keeps for a person; `check` makes sense of what an older release kept. */
export function useKept<T>(name: string, check: (kept: unknown) => T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => check(read(name)));
  const keep = (next: T) => {
    setValue(next);
    try {
      localStorage.setItem(name, JSON.stringify(next));
    } catch {
      // then it lasts until the page is closed
    }
  };
  return [value, keep];
}

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}
