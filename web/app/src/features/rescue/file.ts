import { type Draft, type OutboxEntry, database, withDatabase } from "#features/device";

/** What is in a rescue file, beneath its encryption. */
interface Rescued {
  format: 1;
  id: string;
  person: { id: number; name: string };
  savedAt: string;
  drafts: Draft[];
  outbox: OutboxEntry[];
}

export type RescueFault = "not a rescue file" | "wrong passphrase" | "imported before" | "of a newer app";

/** Why a file was not imported. Nothing was changed. */
export class NotRescued extends Error {
  constructor(readonly fault: RescueFault) {
    super(fault);
  }
}

const magic = new TextEncoder().encode("KPA rescue 1\n");
const [saltBytes, nonceBytes, rounds] = [16, 12, 600_000]; // PBKDF2 as OWASP's cheat sheet orders it for SHA-256

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * All that a person has not sent, encrypted: the file's bytes. From then on the device numbers new operations under another name, so
 * that nothing it does later can be taken for something in the file.
 */
export async function saveRescueFile(person: number, passphrase: string): Promise<Blob> {
  const rescued = await withDatabase(() =>
    database.transaction("rw", database.people, database.drafts, database.outbox, async (): Promise<Rescued> => {
      const one = await database.people.get(person);
      const drafts = await database.drafts.where("person").equals(person).toArray();
      const outbox = await database.outbox.where("person").equals(person).toArray();
      await database.people.update(person, { device: crypto.randomUUID(), sequence: 1 });
      const savedAt = new Date().toISOString();
      return { format: 1, id: crypto.randomUUID(), person: { id: person, name: one?.profile.full_name ?? "" }, savedAt, drafts, outbox };
    }),
  );
  const [salt, nonce] = [crypto.getRandomValues(new Uint8Array(saltBytes)), crypto.getRandomValues(new Uint8Array(nonceBytes))];
  const plain = new TextEncoder().encode(JSON.stringify(rescued));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: magic }, await keyOf(passphrase, salt), plain);
  return new Blob([magic, salt, nonce, sealed], { type: "application/octet-stream" });
}

async function opened(file: Blob, passphrase: string): Promise<Rescued> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begins = magic.every((byte, place) => bytes[place] === byte);
  if (!begins) throw new NotRescued("not a rescue file");
  const salt = bytes.slice(magic.length, magic.length + saltBytes);
  const nonce = bytes.slice(magic.length + saltBytes, magic.length + saltBytes + nonceBytes);
  const sealed = bytes.slice(magic.length + saltBytes + nonceBytes);
  const key = await keyOf(passphrase, salt);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: magic }, key, sealed).catch(() => {
    throw new NotRescued("wrong passphrase");
  });
  const rescued = JSON.parse(new TextDecoder().decode(plain)) as Rescued;
  if (rescued.format !== 1) throw new NotRescued("of a newer app");
  return rescued;
}

/**
 * Takes what is in the file onto this device; gives whose it is and how much. Each file once on a device; and what was sent from the
 * old one, too, the server knows by its names: it is stored once.
 */
export async function importRescueFile(file: Blob, passphrase: string): Promise<{ name: string; drafts: number; waiting: number }> {
  const rescued = await opened(file, passphrase);
  const seen = `rescue ${rescued.id}`;
  await withDatabase(() =>
    database.transaction("rw", database.drafts, database.outbox, database.settings, async () => {
      if (await database.settings.get(seen)) throw new NotRescued("imported before");
      await database.settings.put({ name: seen, value: Date.now() });
      for (const draft of rescued.drafts) {
        const known = await database.drafts.get(draft.uuid);
        if (!known || known.changedAt < draft.changedAt) await database.drafts.put(draft);
      }
      for (const entry of rescued.outbox) if (!(await database.outbox.get([entry.device, entry.sequence]))) await database.outbox.put(entry);
    }),
  );
  return { name: rescued.person.name, drafts: rescued.drafts.length, waiting: rescued.outbox.length };
}
