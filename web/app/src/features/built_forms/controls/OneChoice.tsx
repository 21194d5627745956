import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";

import { otherAllowed } from "../answers/choices.ts";
import styles from "../built_forms.module.css";
import { useLanguage } from "../hooks.ts";
import { optionLabel } from "../texts.ts";
import type { ControlProps } from "./control.ts";
import { OtherText } from "./OtherText.tsx";

const mostButtons = 7; // more are quicker found in a list
const other = " other"; // no option's value begins with a space

/** One of the options: few as large buttons, many as the device's own list. */
export function OneChoice(props: ControlProps) {
  const { t } = useLingui();
  const { field, path, id, value, set, required } = props;
  const language = useLanguage();
  const [wantsOther, setWantsOther] = useState(false);
  const options = field.options ?? [];
  const isOption = options.some((option) => option.value === value);
  const allowsOther = otherAllowed(field);
  const isOther = allowsOther && !isOption && (wantsOther || typeof value === "string");
  const choose = (chosen: string) => {
    setWantsOther(chosen === other);
    set(chosen === other || chosen === "" ? undefined : chosen);
  };
  const all = options.map((option) => ({ value: option.value, label: optionLabel(option, language) }));
  if (allowsOther) all.push({ value: other, label: t`Something else` });
  const chosen = isOther ? other : typeof value === "string" ? value : "";
  const Shown = all.length <= mostButtons ? Buttons : List;
  return (
    <div>
      <Shown {...props} all={all} chosen={chosen} onChoose={choose} />
      {isOther && <OtherText path={path} labelledBy={`${id}-label`} value={typeof value === "string" ? value : ""} onChange={set} />}
      {!required && Shown === Buttons && chosen !== "" && (
        <Button variant="subtle" color="gray" size="sm" onClick={() => choose("")}>{t`Take the answer away`}</Button>
      )}
    </div>
  );
}

interface Choosing extends ControlProps {
  all: { value: string; label: string }[];
  chosen: string;
  onChoose: (value: string) => void;
}

function Buttons({ path, id, all, chosen, onChoose, required, invalid, describedBy }: Choosing) {
  return (
    <div role="radiogroup" className={styles.choices} aria-labelledby={`${id}-label`} aria-required={required} aria-invalid={invalid} aria-describedby={describedBy}>
      {all.map(({ value, label }) => (
        <label key={value} className={styles.choice}>
          <input type="radio" name={path} value={value} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

function List({ path, id, all, chosen, onChoose, required, invalid, describedBy }: Choosing) {
  const { t } = useLingui();
  return (
    <select
      name={path}
      className={styles.input}
      required={required}
      aria-labelledby={`${id}-label`}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      value={all.some(({ value }) => value === chosen) ? chosen : ""}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{t`Choose …`}</option>
      {all.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
