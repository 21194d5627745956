import { type JsonObject, type Kind, type Person, database, withDatabase } from "#features/device";

import { type Changes, fetchChanges } from "./api/fetch_changes.ts";
import { getRecord } from "./api/get_record.ts";

/** Brings the person's copies up to date. */
export async function fetchCopy(person: Person): Promise<void> {
  let cursor = (await withDatabase(() => database.people.get(person.id)))?.cursor;
  for (;;) {
    const page = await fetchChanges(cursor);
    await withDatabase(() => keep(person.id, page));
    cursor = page.cursor;
    if (!page.more) return;
  }
}

/** Brings one copy up to date, without waiting for the changes to come. */
export async function fetchRecord(person: number, kind: Kind, id: number): Promise<void> {
  const record = await getRecord(kind, id);
  const { version, uuid } = record as { version: number; uuid?: string | null };
  await withDatabase(() => database.copies.put({ person, kind, id, version, ...(uuid ? { uuid } : {}), record }));
}

/** What came and where to go on are kept together: after a crash the same comes again. */
async function keep(person: number, { drop, changes, cursor }: Changes): Promise<void> {
  await database.transaction("rw", database.copies, database.people, async () => {
    for (const kind of drop) await database.copies.where("[person+kind]").equals([person, kind]).delete();
    for (const { kind, id, gone, version, record } of changes) {
      const key: [number, string, number] = [person, kind, id];
      if (gone || !record || version == null) {
        await database.copies.delete(key);
        continue;
      }
      const known = await database.copies.get(key);
      if (known && known.version > version) continue;
      const { uuid } = record as { uuid?: string | null };
      await database.copies.put({ person, kind, id, version, ...(uuid ? { uuid } : {}), record: record as JsonObject });
    }
    await database.people.update(person, { cursor });
  });
}
