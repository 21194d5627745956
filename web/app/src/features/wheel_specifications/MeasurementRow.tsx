import { memo } from "react";

import { KeptMark, type OpenDraft, useProblem, useValue } from "#features/drafts";
import { FieldLabel } from "#kit/FieldLabel.tsx";
import { MeasurementInput } from "#kit/measurements/MeasurementInput.tsx";

import { Reference } from "./Reference.tsx";
import { Understood } from "./Understood.tsx";
import type { ShownField } from "./fields.ts";
import { useMeasured } from "./measured.ts";
import type { Previous } from "./newest.ts";
import type { WheelRules } from "./rules.ts";
import styles from "./wheel.module.css";

export interface MeasurementRowProps {
  open: OpenDraft;
  field: ShownField;
  rules: WheelRules | null | undefined;
  previous: Previous | undefined;
  inputMode: "none" | "text";
  onNext: (input: HTMLInputElement) => void;
  alone?: boolean;
}

/** One measurement: what it is called, what it is compared with, its field, and what is to say of it. */
export const MeasurementRow = memo(function MeasurementRow({ open, field, rules, previous, inputMode, onNext, alone = false }: MeasurementRowProps) {
  const path = `fields.${field.name}`;
  const measured = useMeasured(open, rules, field.name);
  const problem = useProblem(open, path);
  const [stockType] = useValue<string>(open, "stockType");
  const { text, set, fault } = measured;
  return (
    <div className={alone ? styles.alone : styles.measurement}>
      <FieldLabel htmlFor={path} required={field.required} mark={<KeptMark open={open} path={path} />}>
        {field.title}
      </FieldLabel>
      <Reference name={field.name} text={text} stockType={stockType} rules={rules} previous={previous} />
      <MeasurementInput
        id={path}
        name={path}
        value={text}
        onChange={set}
        onNext={onNext}
        inputMode={inputMode}
        invalid={fault !== undefined || problem !== undefined}
        describedBy={`${path}-said`}
        alone={alone}
      />
      <Understood id={`${path}-said`} measured={measured} rules={rules} problem={problem} />
    </div>
  );
});
