import { useLingui } from "@lingui/react/macro";
import { type MouseEvent, useEffect, useRef, useState } from "react";

import type { KeypadState } from "./keypad_state.ts";
import styles from "./keypad.module.css";

// With what measurements are written, as on a calculator.
const rows = ["789()", "456+-", "123/,"];

/** Of each key: the focus stays in the field. */
const key = { type: "button", tabIndex: -1, onMouseDown: (event: MouseEvent) => event.preventDefault() } as const;

/** Types `text` at the caret, as a keyboard would. */
function type(input: HTMLInputElement, text: string): void {
  const [start, end] = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length];
  input.setRangeText(text, start, end, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Takes away what is selected, else the sign before the caret. */
function takeBack(input: HTMLInputElement): void {
  const [start, end] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
  const before = [...input.value.slice(0, start)].at(-1)?.length ?? 0;
  input.setRangeText("", start === end ? start - before : start, end, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** As Enter does on a keyboard. */
const goOn = (input: HTMLInputElement) => input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));

/** Keys for gloves, with all that measurements are written with, above the foot of the sheet while a measurement has the focus. */
export function Keypad({ keypad }: { keypad: KeypadState }) {
  const { t } = useLingui();
  const { input, inputMode, change } = keypad;
  const own = useRef<HTMLFieldSetElement>(null);
  const foot = useFootHeight(own, input !== undefined);
  // Nothing under the keys is seen.
  useEffect(() => {
    input?.scrollIntoView({ block: "nearest" }); // newer browsers give a promise, which is no end of an effect
  }, [input]);
  if (!input) return null;
  const sign = (shown: string, text = shown) => (
    <button key={shown} {...key} onClick={() => type(input, text)}>
      {shown}
    </button>
  );
  const next = (
    <button {...key} className={styles.next} onClick={() => goOn(input)}>
      {t`Next`}
    </button>
  );
  return (
    <fieldset ref={own} aria-label={t`Keys for measurements`} className={styles.keypad} style={{ bottom: foot }}>
      {inputMode === "none" ? (
        <div className={styles.keys}>
          {[...rows[0]!].map((one) => sign(one))}
          <button {...key} aria-label={t`Delete the last sign`} onClick={() => takeBack(input)}>
            ⌫
          </button>
          {[...rows[1]!].map((one) => sign(one))}
          {sign("TO", " TO ")}
          {[...rows[2]!].map((one) => sign(one))}
          {sign("±")}
          <button {...key} aria-label={t`ABC: the device's keyboard`} onClick={change}>
            ABC
          </button>
          {sign("0")}
          {sign(".")}
          <button {...key} aria-label={t`Space`} onClick={() => type(input, " ")}>
            ␣
          </button>
          {next}
        </div>
      ) : (
        <div className={styles.keys}>
          <button {...key} className={styles.back} aria-label={t`123: the app's keys`} onClick={change}>
            123
          </button>
          {next}
        </div>
      )}
    </fieldset>
  );
}

/** How high the foot of the sheet is, which stays below the keys. */
function useFootHeight(own: { current: HTMLElement | null }, shown: boolean): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const foot = own.current?.closest("main")?.lastElementChild;
    if (!shown || !foot) return;
    const measure = new ResizeObserver(() => setHeight(foot.getBoundingClientRect().height));
    measure.observe(foot);
    return () => measure.disconnect();
  }, [own, shown]);
  return height;
}
