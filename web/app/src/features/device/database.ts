import { Dexie, type EntityTable, type Table } from "dexie";

import type { Profile } from "#features/session";

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
export type JsonObject = { [member: string]: Json };

/** Kinds of record that people fill in, named as in the API's addresses. */
export type Kind = "wheel-specifications" | "bogie-checksheets" | "submissions";

/** Somebody who has logged in on this device. */
export interface Person {
  id: number;
  profile: Profile;
  /** Of the queue: made anew for each person, and when the queue left in a rescue file. */
  device: string;
  /** The number of the next operation of this device. */
  sequence: number;
  /** Of the copy: where to go on. */
  cursor?: string;
  /** When the server was reached last with nothing left to send. */
  synchronisedAt?: number;
  pin?: Pin;
}

/** What a PIN is checked against. It keeps colleagues apart; against somebody who takes the device apart nothing in a browser helps. */
export interface Pin {
  salt: Uint8Array<ArrayBuffer>;
  digest: Uint8Array<ArrayBuffer>;
  /** Wrong ones since the last right one, and when the next may be tried. */
  failures: number;
  notBefore: number;
}

/** A form that somebody has begun. */
export interface Draft {
  uuid: string;
  person: number;
  kind: Kind;
  /** What people filled in so far, with the members of the API. Texts are as typed. */
  content: JsonObject;
  /** Of a submission: the version of the form that is filled in. */
  form?: { id: number; version: number };
  /** The stored record that this corrects. `filled`: of its members those that people fill in, as they were when the correction was begun. */
  base?: { id: number; version: number; record: JsonObject; filled?: JsonObject };
  /** What the server said of fields when it refused: by path. */
  problems: Record<string, string>;
  /** When each field was last changed: milliseconds of the device's monotonic clock. */
  times: Record<string, number>;
  startedAt: number;
  changedAt: number;
}

/** Something that was done to a record, as the API takes it. */
export interface Operation {
  sequence: number;
  kind: Kind;
  operation: "create" | "change" | "submit" | "reopen";
  uuid?: string;
  id?: number;
  baseVersion?: number;
  baseSequence?: number;
  content?: JsonObject;
  deviceTime?: string;
}

export interface Conflict {
  field: string;
  base: Json;
  mine: Json;
  theirs: Json;
}

/** A form that waits to be sent, with all that is to be done to its record. */
export interface OutboxEntry {
  device: string;
  /** Of the first operation; entries go in this order. */
  sequence: number;
  person: number;
  /** The draft that it was, for when it comes back. */
  draft: Draft;
  operations: Operation[];
  queuedAt: number;
  /** `refused` and `conflict`: its person has to look at it. */
  state: "waiting" | "refused" | "conflict";
  /** Why it was refused. */
  message?: string;
  conflicts?: Conflict[];
  /** The record's number and version when a conflict was found. */
  present?: { id: number; version: number };
}

/** A record as the server has it. */
export interface Copy {
  person: number;
  /** A kind of the sync: more than people fill in, such as `forms`. */
  kind: string;
  id: number;
  version: number;
  uuid?: string;
  record: JsonObject;
}

export interface Setting {
  name: string;
  value: unknown;
}

/** What this device keeps. A row belongs to a person; nothing of another one's is ever shown. */
class Database extends Dexie {
  people!: EntityTable<Person, "id">;
  drafts!: EntityTable<Draft, "uuid">;
  outbox!: Table<OutboxEntry, [string, number]>;
  copies!: Table<Copy, [number, string, number]>;
  settings!: EntityTable<Setting, "name">;

  constructor() {
    // Strict: a transaction is complete when it is on the disk, not only on its way there.
    super("kpa", { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      people: "id",
      drafts: "uuid, person",
      outbox: "[device+sequence], person",
      copies: "[person+kind+id], [person+kind], [person+uuid]",
      settings: "name",
    });
  }
}

export const database = new Database();

// Another tab has a newer app with a newer schema: it must not wait for us.
database.on("versionchange", () => {
  database.close();
});

/** True when the browser took the connection away, as iOS does with pages in the background. */
const wasClosed = (error: unknown) =>
  error instanceof Error && /DatabaseClosedError|InvalidStateError|UnknownError|ConnectionLost/.test(`${error.name} ${error.message}`);

/** Does `work` with the database; opens it again, once, where the browser has closed it. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(database);
  } catch (error) {
    if (!wasClosed(error)) throw error;
    database.close({ disableAutoOpen: false });
    await database.open();
    return work(database);
  }
}

/** Asks the browser not to throw away what is kept when space gets scarce. True when it promised. */
export async function keepForGood(): Promise<boolean> {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}
