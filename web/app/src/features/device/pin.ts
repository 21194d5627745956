import { type Pin, database, withDatabase } from "./database.ts";

const rounds = 300_000; // of PBKDF2, as OWASP's cheat sheet orders them: some tenths of a second on a phone
const freeTries = 3;
const longestWait = 15 * 60_000; // milliseconds

/** Too many wrong PINs: `until` says when the next one may be tried, in milliseconds since 1970. */
export class PinLocked extends Error {
  constructor(readonly until: number) {
    super("the PIN was wrong too often");
  }
}

async function digestOf(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256));
}

/** `pin`: four to twelve digits. */
export async function setPin(person: number, pin: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const made: Pin = { salt, digest: await digestOf(pin, salt), failures: 0, notBefore: 0 };
  await withDatabase(() => database.people.update(person, { pin: made }));
}

export async function removePin(person: number): Promise<void> {
  await withDatabase(() =>
    database.people.where("id").equals(person).modify((one) => {
      delete one.pin;
    }),
  );
}

/** Whether this is the person's PIN. Throws PinLocked after too many wrong ones; the waits double. */
export async function checkPin(person: number, pin: string): Promise<boolean> {
  const kept = (await withDatabase(() => database.people.get(person)))?.pin;
  if (!kept) return false;
  if (Date.now() < kept.notBefore) throw new PinLocked(kept.notBefore);
  const digest = await digestOf(pin, kept.salt);
  const right = digest.every((byte, place) => byte === kept.digest[place]);
  const failures = right ? 0 : kept.failures + 1;
  const wait = failures < freeTries ? 0 : Math.min(longestWait, 30_000 * 2 ** (failures - freeTries));
  await withDatabase(() => database.people.update(person, { pin: { ...kept, failures, notBefore: right ? 0 : Date.now() + wait } }));
  return right;
}
