import { useEffect, useState } from "react";

import { type JsonObject, database, withDatabase } from "#features/device";
import { beginDraft } from "#features/drafts";

import { getFormVersion } from "./api/get_form_version.ts";
import { type FormVersion, formVersionOf } from "./form.ts";

export interface FormKey {
  id: number;
  version: number;
}

// A version never changes, and what was begun with one is filled in with it, also when the copy has a newer one: so it is kept aside.
export const allKept = "form ";
const settingOf = ({ id, version }: FormKey) => `${allKept}${id} version ${version}`;
const keyOf = ({ form_id, form_version }: FormVersion): FormKey => ({ id: form_id, version: form_version });

const keep = (version: FormVersion) => withDatabase(() => database.settings.put({ name: settingOf(keyOf(version)), value: version }));

/** Begins a submission of this form; gives the draft's uuid. */
export async function beginForm(person: number, form: FormVersion): Promise<string> {
  await forgetUnused();
  await keep(form);
  const content: JsonObject = { form_id: form.form_id, form_version: form.form_version, submission_data: {} };
  return beginDraft(person, "submissions", content, keyOf(form));
}

/** Takes away versions of which nothing on this device is. */
async function forgetUnused(): Promise<void> {
  await withDatabase(() =>
    database.transaction("rw", database.settings, database.drafts, database.outbox, database.copies, async () => {
      const used = new Set<string>();
      const use = (form: FormKey | undefined) => form && used.add(settingOf(form));
      await database.drafts.each(({ form }) => use(form));
      await database.outbox.each(({ draft }) => use(draft.form));
      await database.copies.filter(({ kind }) => kind === "submissions").each(({ record }) => use({ id: Number(record.form_id), version: Number(record.form_version) }));
      const kept = await database.settings.where("name").startsWith(allKept).primaryKeys();
      await database.settings.bulkDelete(kept.filter((name) => !used.has(name)));
    }),
  );
}

/** The version on this device. */
async function onDevice(person: number, form: FormKey): Promise<FormVersion | undefined> {
  return withDatabase(async () => {
    const kept = await database.settings.get(settingOf(form));
    if (kept) return kept.value as FormVersion;
    const copy = await database.copies.get([person, "forms", form.id]);
    return copy?.version === form.version ? formVersionOf(copy.record) : undefined;
  });
}

async function find(person: number, form: FormKey): Promise<FormVersion | null> {
  const here = await onDevice(person, form);
  if (here) return here;
  try {
    const version = formVersionOf((await getFormVersion(form.id, form.version)).data);
    await keep(version);
    return version;
  } catch {
    return null; // no network, or no such version
  }
}

/** The version of a form that a draft names: from this device, else from the server. Undefined while it is sought, null when it is nowhere. */
export function useFormVersion(person: number, form: FormKey | undefined): FormVersion | null | undefined {
  const [found, setFound] = useState<{ name: string; version: FormVersion | null }>();
  const [id, version] = [form?.id, form?.version];
  const name = form && settingOf(form);
  useEffect(() => {
    if (id === undefined || version === undefined) return;
    let left = false;
    const seek = () =>
      void find(person, { id, version }).then((its) => {
        if (!left) setFound((before) => (before?.version && before.name === settingOf({ id, version }) ? before : { name: settingOf({ id, version }), version: its }));
      });
    seek();
    addEventListener("online", seek); // nobody has to open it again
    return () => {
      left = true;
      removeEventListener("online", seek);
    };
  }, [person, id, version]);
  if (form === undefined) return null;
  return found?.name === name ? found?.version : undefined;
}
