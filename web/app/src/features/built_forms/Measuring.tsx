import type { ReactNode } from "react";

import { Keypad } from "#kit/measurements/Keypad.tsx";
import { useKeypad } from "#kit/measurements/keypad_state.ts";

import styles from "./built_forms.module.css";
import { MeasurementKeys } from "./controls/control.ts";

/** Fields among which there are measurements, with the keys for them. `children` are not drawn anew when the keys come and go. */
export function Measuring({ children }: { children: ReactNode }) {
  const keypad = useKeypad();
  return (
    <MeasurementKeys value={keypad.inputMode}>
      <div className={styles.fields} {...keypad.around}>
        {children}
      </div>
      <Keypad keypad={keypad} />
    </MeasurementKeys>
  );
}
