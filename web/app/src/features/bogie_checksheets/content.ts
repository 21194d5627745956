import type { Json, JsonObject } from "#features/device";
import { today } from "#kit/today.ts";

/** What a fresh form begins with. */
export const newBogieContent = (): JsonObject => ({ inspectionDate: today(), bogieDetails: {}, bogieChecksheet: {}, bmbcChecksheet: {} });

const header = ["formNumber", "inspectionDate"];
const details = ["bogieNo", "makerYearBuilt", "incomingDivAndDate", "deficitComponents", "dateOfIOH"];

/** Of a stored record, the members that people fill in; what the server read out of them is not among these. */
export function bogieContentOf(record: JsonObject): JsonObject {
  const within = (name: string) => (record[name] ?? {}) as JsonObject;
  return {
    ...named(record, header),
    bogieDetails: named(within("bogieDetails"), details),
    bogieChecksheet: answered(Object.entries(within("bogieChecksheet"))),
    bmbcChecksheet: answered(Object.entries(within("bmbcChecksheet"))),
  };
}

const named = (from: JsonObject, names: string[]) => answered(names.map((name) => [name, from[name] ?? null]));
const answered = (members: [string, Json][]): JsonObject => Object.fromEntries(members.filter(([, value]) => value !== null && value !== ""));
