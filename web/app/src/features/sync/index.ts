export { fetchRecord } from "./fetch_copy.ts";
export { alone } from "./lock.ts";
export { mergePatch } from "./operations.ts";
export { countWaiting, discardEntry, enqueue, restoreEntry, settleConflict, takeBack, useOutbox } from "./outbox.ts";
export { keepSynchronised, synchronise, type SyncState, useSyncState } from "./runner.ts";
