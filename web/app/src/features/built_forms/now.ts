import type { Now } from "#kit/expressions/functions.ts";
import { today } from "#kit/today.ts";

/** The date of work, and the moment. */
export const presentMoment = (): Now => ({ today: today(), now: BigInt(Date.now()) * 1000n });
