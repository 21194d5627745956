import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { useRef } from "react";

import type { OpenDraft } from "#features/drafts";
import { goOnFrom } from "#kit/measurements/way.ts";

import { MeasurementRow } from "./MeasurementRow.tsx";
import { WheelHeader } from "./WheelHeader.tsx";
import type { ShownField } from "./fields.ts";
import type { Previous } from "./newest.ts";
import type { WheelRules } from "./rules.ts";
import styles from "./wheel.module.css";

interface OneByOneProps {
  open: OpenDraft;
  rules: WheelRules | null | undefined;
  fields: ShownField[];
  previous: Previous | undefined;
  inputMode: "none" | "text";
  /** Which measurement, from 1; 0: which wheel it is. */
  step: number;
  onStep: (step: number) => void;
}

/** One measurement at a time, large, for somebody under a coach. */
export function OneByOne({ open, rules, fields, previous, inputMode, step, onStep }: OneByOneProps) {
  const { t } = useLingui();
  const own = useRef<HTMLDivElement>(null);
  const field = fields[step - 1];
  const count = fields.length;
  const goOn = () => {
    const input = own.current?.querySelector<HTMLElement>("input[data-measurement]");
    if (step < count) onStep(step + 1);
    else if (input) goOnFrom(input); // to the button that sends
  };
  return (
    <Stack ref={own}>
      <div className={styles.progress}>
        <Text component="output" fw={600}>{step === 0 ? t`Which wheel` : t`${step} of ${count}`}</Text>
        <progress value={step} max={count} aria-label={t`Progress`} />
      </div>
      {field ? (
        <MeasurementRow key={field.name} open={open} field={field} rules={rules} previous={previous} inputMode={inputMode} onNext={goOn} alone />
      ) : (
        <WheelHeader open={open} rules={rules} />
      )}
      <div className={styles.steps}>
        <Button size="lg" variant="default" disabled={step === 0} onClick={() => onStep(step - 1)}>{t`Back`}</Button>
        <Button size="lg" onClick={goOn}>{step < count ? t`Next` : t`To the end`}</Button>
      </div>
    </Stack>
  );
}
