import { database, useKeptOnDevice } from "#features/device";

import type { BogieRules } from "./rules.ts";

/** The rules on this device; undefined while they are read, null when they have not come yet. */
export const useBogieRules = (person: number): BogieRules | null | undefined =>
  useKeptOnDevice(async () => {
    const copy = await database.copies.get([person, "bogie-rules", 1]);
    return (copy?.record as unknown as BogieRules | undefined) ?? null;
  }, [person]);
