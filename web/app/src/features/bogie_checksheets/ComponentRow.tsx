import { useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { memo } from "react";

import { KeptMark, type OpenDraft, useProblem, useValue } from "#features/drafts";
import { isChoice } from "#kit/measurements/choice.ts";

import { needsAttention } from "./judge.ts";
import { remarkOn, withRemark } from "./remarks.ts";
import type { ShownComponent, ShownCondition } from "./sections.ts";
import styles from "./bogie.module.css";

const signs = ["", "✓", "○", "!", "✕"];
const remarksPath = "bogieDetails.deficitComponents";

interface ComponentRowProps {
  open: OpenDraft;
  component: ShownComponent;
  conditions: ShownCondition[];
}

/** A component with its conditions as large buttons, of which one is chosen: the arrow keys go from one to the next. */
export const ComponentRow = memo(function ComponentRow({ open, component, conditions }: ComponentRowProps) {
  const { t } = useLingui();
  const { path, title, required } = component;
  const [value, set] = useValue<string>(open, path);
  const problem = useProblem(open, path);
  const chosen = value === undefined ? undefined : conditions.find(({ name }) => isChoice(value, name));
  return (
    <fieldset className={styles.component} aria-describedby={problem ? `${path}-said` : undefined}>
      <legend className={styles.legend}>
        {title}
        {required && <span className={styles.required} title={t`required`}>{" *"}</span>}
      </legend>
      <div className={styles.conditions}>
        {conditions.map(({ name, title: word, severity }) => (
          <label key={name} className={styles.condition} data-severity={severity}>
            <input type="radio" name={path} value={name} checked={chosen?.name === name} onChange={() => set(name)} />
            <span>
              <span aria-hidden>{signs[severity]}</span> {word}
            </span>
          </label>
        ))}
        {value !== undefined && (
          <Button variant="subtle" color="gray" aria-label={t`Clear ${title}`} onClick={() => set(undefined)}>{t`Clear`}</Button>
        )}
        <KeptMark open={open} path={path} />
      </div>
      {problem && <p id={`${path}-said`} className={styles.fault}>{problem}</p>}
      <Remark open={open} component={component} asked={(chosen?.severity ?? 0) >= needsAttention} />
    </fieldset>
  );
});

/** What is bad asks for a remark: where it is worn, and how much. */
function Remark({ open, component, asked }: { open: OpenDraft; component: ShownComponent; asked: boolean }) {
  const { t } = useLingui();
  const [text, set] = useValue<string>(open, remarksPath);
  const { title, english } = component;
  const remark = remarkOn(text, english);
  if (!asked && remark === undefined) return null;
  return (
    <TextInput
      size="md"
      label={t`Remark: ${title}`}
      placeholder={t`Where, and how bad?`}
      data-remark={component.path}
      autoComplete="off"
      value={remark ?? ""}
      onChange={(event) => set(withRemark(text, english, event.currentTarget.value))}
    />
  );
}
