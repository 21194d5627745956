import { useLingui } from "@lingui/react/macro";
import { useState } from "react";

import { otherAllowed } from "../answers/choices.ts";
import styles from "../built_forms.module.css";
import { useLanguage } from "../hooks.ts";
import { optionLabel } from "../texts.ts";
import type { ControlProps } from "./control.ts";
import { OtherText } from "./OtherText.tsx";

/** Any of the options, as large boxes. */
export function Choices({ field, path, id, value, set, describedBy }: ControlProps) {
  const { t } = useLingui();
  const language = useLanguage();
  const [wantsOther, setWantsOther] = useState(false);
  const options = field.options ?? [];
  const ticked = Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  const isOption = (one: string) => options.some((option) => option.value === one);
  const other = ticked.find((one) => !isOption(one));
  const allowsOther = otherAllowed(field);
  const showsOther = allowsOther && (wantsOther || other !== undefined);
  const become = (list: string[]) => set(list.length === 0 ? undefined : list);
  const tick = (one: string) => become(ticked.includes(one) ? ticked.filter((its) => its !== one) : [...ticked, one]);
  const write = (text: string | undefined) => become([...ticked.filter(isOption), ...(text === undefined ? [] : [text])]);
  const wantOther = (wanted: boolean) => {
    setWantsOther(wanted);
    if (!wanted) write(undefined);
  };
  return (
    <div>
      <fieldset className={styles.choices} aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
        {options.map((option) => (
          <label key={option.value} className={styles.choice}>
            <input type="checkbox" checked={ticked.includes(option.value)} onChange={() => tick(option.value)} />
            <span>{optionLabel(option, language)}</span>
          </label>
        ))}
        {allowsOther && (
          <label className={styles.choice}>
            <input type="checkbox" checked={showsOther} onChange={(event) => wantOther(event.currentTarget.checked)} />
            <span>{t`Something else`}</span>
          </label>
        )}
      </fieldset>
      {showsOther && <OtherText path={path} labelledBy={`${id}-label`} value={other ?? ""} onChange={write} />}
    </div>
  );
}
