import type { Profile } from "#features/session";

import { type Person, database, withDatabase } from "./database.ts";
import { useKeptOnDevice } from "./live.ts";

const chosen = "person";

/** Who works on this device now; undefined when nobody does, `"left"` when somebody left it without logging out. */
export async function currentPerson(): Promise<Person | "left" | undefined> {
  return withDatabase(async () => {
    const setting = await database.settings.get(chosen);
    if (setting?.value === "left") return "left";
    return typeof setting?.value === "number" ? database.people.get(setting.value) : undefined;
  });
}

/** Somebody is logged in: from now on they work on this device, with what they left here. */
export async function beginWork(profile: Profile): Promise<void> {
  await withDatabase(() =>
    database.transaction("rw", database.people, database.settings, async () => {
      const known = await database.people.get(profile.id);
      const person = known ?? { id: profile.id, device: crypto.randomUUID(), sequence: 1 };
      await database.people.put({ ...person, profile });
      await database.settings.put({ name: chosen, value: profile.id });
    }),
  );
}

/** Somebody who is known here goes on without a network. */
export const switchTo = (id: number) => withDatabase(() => database.settings.put({ name: chosen, value: id }));

/** Somebody leaves the device to a colleague: they are still logged in, but nobody goes on as them without their PIN or password. */
export const leave = () => withDatabase(() => database.settings.put({ name: chosen, value: "left" }));

/** Nobody works on this device any more. What was not sent stays; copies of records go. */
export async function endWork(): Promise<void> {
  await withDatabase(() =>
    database.transaction("rw", database.people, database.settings, database.copies, async () => {
      const setting = await database.settings.get(chosen);
      await database.settings.delete(chosen);
      if (typeof setting?.value !== "number") return;
      await database.copies.where("[person+kind]").between([setting.value, ""], [setting.value, "\uffff"]).delete();
      await database.people.where("id").equals(setting.value).modify((person) => {
        delete person.cursor;
      });
    }),
  );
}

export const usePeopleOnDevice = () => useKeptOnDevice(() => database.people.toArray(), []);
