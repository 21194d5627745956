import { database, useKeptOnDevice } from "#features/device";

import type { WheelRules } from "./rules.ts";

/** The rules on this device; undefined while they are read, null when they have not come yet. */
export const useWheelRules = (person: number): WheelRules | null | undefined =>
  useKeptOnDevice(async () => {
    const copy = await database.copies.get([person, "wheel-rules", 1]);
    return (copy?.record as unknown as WheelRules | undefined) ?? null;
  }, [person]);
