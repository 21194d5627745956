import { useContext } from "react";

import { MeasurementInput } from "#kit/measurements/MeasurementInput.tsx";
import { goOnFrom } from "#kit/measurements/way.ts";

import { measurementText } from "../answers/measurement.ts";
import { type ControlProps, MeasurementKeys } from "./control.ts";

/** A measurement with its tolerance, typed or from a caliper. */
export function MeasurementLine({ path, id, value, set, invalid, describedBy }: ControlProps) {
  const inputMode = useContext(MeasurementKeys);
  return (
    <MeasurementInput
      id={id}
      name={path}
      value={measurementText(value)}
      onChange={set}
      onNext={goOnFrom}
      inputMode={inputMode}
      invalid={invalid}
      {...(describedBy ? { describedBy } : {})}
    />
  );
}
