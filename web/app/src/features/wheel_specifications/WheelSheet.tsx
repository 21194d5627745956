import { useLingui } from "@lingui/react/macro";
import { Alert, SegmentedControl } from "@mantine/core";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

import { Sheet, type SheetProps, useValue } from "#features/drafts";
import { useInstallation } from "#features/installation";
import { Keypad } from "#kit/measurements/Keypad.tsx";
import { useKeypad } from "#kit/measurements/keypad_state.ts";
import { goOnFrom } from "#kit/measurements/way.ts";
import { keepTimeZone } from "#kit/today.ts";

import { MeasurementRow } from "./MeasurementRow.tsx";
import { OneByOne } from "./OneByOne.tsx";
import { Summary } from "./Summary.tsx";
import { WheelHeader } from "./WheelHeader.tsx";
import { useWheelFields } from "./fields.ts";
import { useLabelsBy } from "./labels.ts";
import { type Mode, useMode } from "./mode.ts";
import type { Previous } from "./newest.ts";
import { useWheelProblems } from "./problems.ts";
import type { WheelRules } from "./rules.ts";
import { useWheelTitle } from "./title.ts";
import styles from "./wheel.module.css";

/** `rules`: undefined while they are read, null when they are not on this device. `previous`: an earlier record of the same wheel. */
export function WheelSheet({ open, rules, previous, onSend, onDiscard }: SheetProps & { rules: WheelRules | null | undefined; previous?: Previous }) {
  const { t } = useLingui();
  const fields = useWheelFields(rules);
  const labelOf = useLabelsBy(rules);
  const problemsOf = useWheelProblems(rules);
  const titleOf = useWheelTitle();
  const keypad = useKeypad();
  const [wheelNo] = useValue<string>(open, "wheelNo");
  const [mode, setMode] = useMode(open.draft.base !== undefined);
  const [step, setStep] = useState(0);
  const earlier = previous && previous.record.id !== open.draft.base?.id ? previous : undefined;
  const zone = useInstallation().data?.time_zone;
  useEffect(() => {
    if (zone) keepTimeZone(zone);
  }, [zone]);

  // What leads to a field needs it on the page.
  const showAll = () => flushSync(() => setMode("whole"));
  const problems = () => {
    const found = problemsOf(open.draft.content);
    if (found.length > 0 && mode === "one") showAll();
    return found;
  };
  const leads = ({ target }: { target: EventTarget }) => {
    if (mode === "one" && target instanceof Element && target.closest("button")?.closest(".mantine-Alert-root")) showAll();
  };
  const change = (chosen: string) => setMode(chosen as Mode);

  return (
    <div className={styles.whole} onClickCapture={leads}>
      <Sheet open={open} title={titleOf({ ...(wheelNo ? { wheelNo } : {}) })} labelOf={labelOf} problemsOf={problems} onSend={onSend} onDiscard={onDiscard}>
        <Summary open={open} rules={rules} fields={fields} />
        {rules === null && (
          <Alert color="gray" variant="light">
            {t`The limits are not on this device yet, so nothing is judged while you type. You can fill in and send the form; the server judges it.`}
          </Alert>
        )}
        <SegmentedControl
          fullWidth
          size="md"
          aria-label={t`How the measurements are shown`}
          value={mode}
          onChange={change}
          data={[
            { value: "whole", label: t`Whole sheet` },
            { value: "one", label: t`One at a time` },
          ]}
        />
        <div {...keypad.around} className={styles.fields}>
          {mode === "whole" ? (
            <>
              <WheelHeader open={open} rules={rules} />
              <div className="card">
                {fields.map((field) => (
                  <MeasurementRow key={field.name} open={open} field={field} rules={rules} previous={earlier} inputMode={keypad.inputMode} onNext={goOnFrom} />
                ))}
              </div>
            </>
          ) : (
            <OneByOne open={open} rules={rules} fields={fields} previous={earlier} inputMode={keypad.inputMode} step={step} onStep={setStep} />
          )}
        </div>
        <Keypad keypad={keypad} />
      </Sheet>
    </div>
  );
}
