export {
  type Conflict,
  type Copy,
  type Draft,
  type Json,
  type JsonObject,
  type Kind,
  type Operation,
  type OutboxEntry,
  type Person,
  database,
  keepForGood,
  withDatabase,
} from "./database.ts";
export { useKeptOnDevice } from "./live.ts";
export { beginWork, currentPerson, endWork, leave, switchTo, usePeopleOnDevice } from "./people.ts";
export { PinLocked, checkPin, removePin, setPin } from "./pin.ts";
