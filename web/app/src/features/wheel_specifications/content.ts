import type { Json, JsonObject } from "#features/device";
import { today } from "#kit/today.ts";

/** What a fresh form begins with. The type of stock is the server's default until somebody chooses another. */
export const newWheelContent = (): JsonObject => ({ submittedDate: today(), fields: {} });

const header = ["formNumber", "submittedDate", "wheelNo", "stockType"];

/** Of a stored record, the members that people fill in. */
export function wheelContentOf(record: JsonObject): JsonObject {
  const fields = answered(Object.entries((record.fields ?? {}) as JsonObject));
  return { ...answered(header.map((name) => [name, record[name] ?? null])), fields };
}

const answered = (members: [string, Json][]): JsonObject => Object.fromEntries(members.filter(([, value]) => value !== null && value !== ""));
