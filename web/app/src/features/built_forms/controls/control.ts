import { createContext } from "react";

import type { Json } from "#features/device";

import type { Field } from "../form.ts";

/** What a control gets of its field. */
export interface ControlProps {
  field: Field;
  /** In the draft: `submission_data.axles[0].load`. */
  path: string;
  id: string;
  value: Json | undefined;
  /** Undefined: nobody answers. */
  set: (value: Json | undefined) => void;
  placeholder: string | undefined;
  required: boolean;
  invalid: boolean;
  describedBy: string | undefined;
}

/** Texts as typed; what is blank is no answer. */
export const answered = (text: string): string | undefined => (text.trim() === "" ? undefined : text);

/** Whether measurements are typed on the app's own keys. */
export const MeasurementKeys = createContext<"none" | "text">("text");
