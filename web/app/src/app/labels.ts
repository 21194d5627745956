import { useBogieLabels } from "#features/bogie_checksheets";
import { useFormLabels } from "#features/built_forms";
import type { Kind } from "#features/device";
import { useWheelLabels } from "#features/wheel_specifications";

/** What the fields of a record are called, by the paths of the API. */
export function useLabels(person: number, kind: Kind, form?: { id: number; version: number }): (path: string) => string {
  const wheel = useWheelLabels(person);
  const bogie = useBogieLabels(person);
  const built = useFormLabels(person, form);
  return { "wheel-specifications": wheel, "bogie-checksheets": bogie, submissions: built }[kind];
}
