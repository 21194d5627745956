import { useEffect, useRef } from "react";

const writing = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]";

export const isWriting = (target: EventTarget | null) => target instanceof Element && target.matches(writing);

/** Calls `press` for keys anywhere on the page. A dialog that is open has the keys for itself. */
export function useKeys(press: (event: KeyboardEvent) => void): void {
  const present = useRef(press);
  useEffect(() => {
    present.current = press;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && !document.querySelector("dialog[open]")) present.current(event);
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
}
