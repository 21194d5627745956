import { type KeyboardEvent, useEffect, useRef } from "react";

import { cleanReading } from "./reading.ts";
import styles from "./measurement_input.module.css";

interface MeasurementInputProps {
  /** The path of the field, as the API writes it. */
  name: string;
  id?: string | undefined;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
  /** Enter was pressed, here or on a caliper, or Next. */
  onNext: (input: HTMLInputElement) => void;
  inputMode: "none" | "text";
  invalid?: boolean;
  describedBy?: string | undefined;
  /** The only one on the page: large, and with the focus from the beginning. */
  alone?: boolean;
}

/**
 * A field for a measurement. What is in it when the focus comes is selected, so that a caliper that acts as a keyboard replaces it; its
 * Enter goes on to the next.
 */
export function MeasurementInput({ name, id, value, onChange, onNext, inputMode, invalid = false, describedBy, alone = false }: MeasurementInputProps) {
  const untouched = useRef(false);
  const own = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (alone) own.current?.focus({ preventScroll: true });
  }, [alone]);
  const goOn = (input: HTMLInputElement) => {
    const clean = cleanReading(input.value);
    if (clean !== input.value) onChange(clean);
    onNext(input);
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    goOn(event.currentTarget);
  };
  return (
    <input
      ref={own}
      id={id}
      name={name}
      data-measurement=""
      className={alone ? `${styles.input} ${styles.alone}` : styles.input}
      type="text"
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="next"
      inputMode={inputMode}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      value={value ?? ""}
      onChange={(event) => {
        untouched.current = false;
        const text = event.currentTarget.value;
        onChange(text.trim() === "" ? undefined : text);
      }}
      onKeyDown={pressed}
      onFocus={(event) => {
        untouched.current = true;
        event.currentTarget.select();
      }}
      // The tap that brought the focus puts the caret somewhere; the next one may.
      onClick={(event) => {
        if (untouched.current) event.currentTarget.select();
        untouched.current = false;
      }}
    />
  );
}
