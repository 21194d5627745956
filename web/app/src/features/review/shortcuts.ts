import { useEffect, useRef } from "react";

import { type Action, actionOf } from "./keys.ts";

const fields = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]";

/** Calls what belongs to a key. A dialog that is open has the keys for itself. */
export function useShortcuts(actions: Partial<Record<Action, () => unknown>>): void {
  const present = useRef(actions);
  useEffect(() => {
    present.current = actions;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const action = actionOf(event, at.matches(fields), at.matches("a, button, summary, input"));
      const act = action && present.current[action];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
