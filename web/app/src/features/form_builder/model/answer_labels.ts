import type { Draft } from "./field.ts";
import { placeAt } from "./tree.ts";

/** What people call an answer, by its path: `submission_data.axles[0].load` is "Axles 1, Load". */
export function labelsOf({ fields }: Pick<Draft, "fields">): (path: string) => string {
  return (path) => {
    const steps = [...path.replace(/^submission_data\.?/, "").matchAll(/([^.[\]]+)(?:\[(\d+)\])?/g)];
    const names = steps.map(([, name]) => name!);
    const labels = steps.map(([, name, row], number) => {
      const label = placeAt(fields, names.slice(0, number + 1).join("."))?.field.label ?? name!;
      return row === undefined ? label : `${label} ${Number(row) + 1}`;
    });
    return labels.join(", ");
  };
}
