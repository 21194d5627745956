import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";

const touch = () => matchMedia("(any-pointer: coarse)");

/** Whether fingers work here: then measurements are typed on the app's own keys. */
export const useTouch = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      const list = touch();
      list.addEventListener("change", tell);
      return () => list.removeEventListener("change", tell);
    },
    () => touch().matches,
  );

export interface KeypadState {
  /** The device's keyboard stays away while our keys are there. */
  inputMode: "none" | "text";
  /** The measurement under somebody's hands, where it is typed on our keys. */
  input: HTMLInputElement | undefined;
  /** Of what is around the measurements. */
  around: { onFocus: (event: { target: EventTarget }) => void; onBlur: () => void };
  /** Changes between our keys and the device's keyboard. */
  change: () => void;
}

const measurementOf = (element: EventTarget | null) =>
  element instanceof HTMLInputElement && element.dataset.measurement !== undefined ? element : undefined;

export function useKeypad(): KeypadState {
  const touched = useTouch();
  const [input, setInput] = useState<HTMLInputElement>();
  const [letters, setLetters] = useState(false);
  const pressed = usePressed();
  const onFocus = useCallback(({ target }: { target: EventTarget }) => setInput(measurementOf(target)), []);
  const onBlur = useCallback(() => {
    const look = () => setTimeout(() => setInput(measurementOf(document.activeElement)), 50);
    // The keys go only when the finger is up: what it presses, such as the button that sends, must not move away from under it.
    if (pressed.current) addEventListener("pointerup", look, { once: true });
    else look();
  }, [pressed]);
  const change = () => {
    setLetters(!letters);
    // Browsers look at a field's mode when it gets the focus.
    setTimeout(() => {
      input?.blur();
      input?.focus({ preventScroll: true });
    });
  };
  return { inputMode: touched && !letters ? "none" : "text", input: touched ? input : undefined, around: { onFocus, onBlur }, change };
}

/** Whether a finger or a button of the mouse is down. */
function usePressed(): { readonly current: boolean } {
  const pressed = useRef(false);
  useEffect(() => {
    const down = () => void (pressed.current = true);
    const up = () => void (pressed.current = false);
    const listeners = [["pointerdown", down], ["pointerup", up], ["pointercancel", up]] as const;
    for (const [name, listener] of listeners) addEventListener(name, listener, true);
    return () => {
      for (const [name, listener] of listeners) removeEventListener(name, listener, true);
    };
  }, []);
  return pressed;
}
