import { type Copy, type Draft, type JsonObject, type Kind, database, keepForGood, withDatabase } from "#features/device";

/** Begins a form with this content; gives its uuid, by which everything will know its record for ever. */
export async function beginDraft(person: number, kind: Kind, content: JsonObject, form?: { id: number; version: number }): Promise<string> {
  const now = Date.now();
  const draft: Draft = { uuid: crypto.randomUUID(), person, kind, content, problems: {}, times: {}, startedAt: now, changedAt: now };
  await withDatabase(() => database.drafts.add(form ? { ...draft, form } : draft));
  void keepForGood().catch(() => {}); // the browser may ask the person, who sees why: they have just begun something
  return draft.uuid;
}

/** Begins a correction of a stored record, or goes on with the one that was begun. `content`: the members that people fill in. */
export async function beginCorrection(copy: Copy, kind: Kind, content: JsonObject): Promise<string> {
  const now = Date.now();
  const { person, id, version, record } = copy;
  const uuid = copy.uuid ?? crypto.randomUUID();
  const form = kind === "submissions" ? { form: { id: Number(record.form_id), version: Number(record.form_version) } } : {};
  const draft: Draft = { uuid, person, kind, content, ...form, base: { id, version, record, filled: content }, problems: {}, times: {}, startedAt: now, changedAt: now };
  await withDatabase(() =>
    database.transaction("rw", database.drafts, async () => {
      if (!(await database.drafts.get(uuid))) await database.drafts.add(draft);
    }),
  );
  return uuid;
}

/** Takes a draft away; gives what brings it back. */
export async function discardDraft(uuid: string): Promise<() => Promise<void>> {
  const draft = await withDatabase(() => database.drafts.get(uuid));
  await withDatabase(() => database.drafts.delete(uuid));
  return async () => {
    if (draft) await withDatabase(() => database.drafts.put(draft));
  };
}
