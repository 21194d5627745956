import type { Json } from "#features/device";
import { parseMoment } from "#kit/expressions/times.ts";

import type { Shown } from "../answers/answer.ts";
import { localText } from "../answers/datetime.ts";
import styles from "../built_forms.module.css";
import { type ControlProps, answered } from "./control.ts";

type LineShown = Extract<Shown, { as: "line" }>;

/** As an input has it: a stored moment where this device is. */
function textOf(value: Json | undefined, { type }: LineShown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "";
  const moment = type === "datetime-local" ? parseMoment(value) : null;
  return moment === null ? value : localText(moment);
}

/** Addresses have no capital letters of their own. */
const isAddress = ({ type }: LineShown) => type === "email" || type === "url";

/** One line: texts, numbers, dates and times. */
export function Line({ shown, path, id, value, set, placeholder, required, invalid, describedBy }: ControlProps & { shown: LineShown }) {
  return (
    <div className={styles.line}>
      <input
        id={id}
        name={path}
        className={styles.input}
        type={shown.type}
        inputMode={shown.inputMode}
        autoComplete="off"
        autoCapitalize={isAddress(shown) ? "off" : undefined}
        placeholder={placeholder}
        required={required}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        value={textOf(value, shown)}
        onChange={(event) => set(answered(event.currentTarget.value))}
      />
      {shown.unit && <span className={styles.unit}>{shown.unit}</span>}
    </div>
  );
}
