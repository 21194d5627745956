import { useState } from "react";

import { Failure } from "./api.ts";
import { type Difference, changesOf, clashesOf, differencesOf, rebased } from "./merging.ts";
import { type Sending, useSending } from "./sending.ts";

export interface Editing<F extends object> {
  form: F;
  set: <K extends keyof F>(name: K, value: F[K]) => void;
  /** What would be sent. */
  changes: Partial<F>;
  changed: boolean;
  /** What somebody else changed while the form was open; undefined: nobody did. */
  theirs: Difference[] | undefined;
  /** The members of `theirs` that the person changed, too. */
  clashes: string[];
  /** Takes somebody else's value for a member in place of the person's own. */
  take: (field: string) => void;
  sending: Sending;
}

/**
 * A form over a record that others may change meanwhile. Only what the person changed is sent, with the version that they saw; where
 * the server has a newer one (412), the form is laid over that, and the person sees what changed before they save again.
 */
export function useEditing<F extends object, R extends { etag: string }>({
  record,
  formOf,
  again,
  write,
}: {
  record: R;
  formOf: (record: R) => F;
  again: () => Promise<R>;
  /** `before`: what the changed members were, for an undo. */
  write: (changes: Partial<F>, etag: string, before: Partial<F>) => Promise<R>;
}): Editing<F> {
  const [base, setBase] = useState(() => ({ form: formOf(record), etag: record.etag }));
  const [form, setForm] = useState(base.form);
  const [stale, setStale] = useState<{ theirs: Difference[]; clashes: string[] }>();
  const [seen, setSeen] = useState(record.etag);
  const changes = changesOf(base.form, form);
  const become = (now: R) => setBase({ form: formOf(now), etag: now.etag });
  if (record.etag !== seen) {
    // The page read a newer version, after an undo for example. What the person has begun to change is not taken away.
    setSeen(record.etag);
    const now = formOf(record);
    const elsewhere = differencesOf(base.form, now).length === 0; // only what this form does not have was changed
    if (Object.keys(changes).length === 0 || elsewhere) {
      become(record);
      setForm(rebased(base.form, form, now));
    }
  }
  const sending = useSending(async () => {
    try {
      const before = Object.fromEntries(Object.keys(changes).map((name) => [name, base.form[name as keyof F]])) as Partial<F>;
      const saved = await write(changes, base.etag, before);
      become(saved);
      setForm(formOf(saved));
      setStale(undefined);
    } catch (error) {
      if (error instanceof Failure && error.code === "precondition_failed") {
        const now = await again();
        const theirs = formOf(now);
        setStale({ theirs: differencesOf(base.form, theirs), clashes: clashesOf(base.form, form, theirs) });
        setForm(rebased(base.form, form, theirs));
        become(now);
      }
      throw error;
    }
  });
  return {
    form,
    set: (name, value) => setForm((before) => ({ ...before, [name]: value })),
    changes,
    changed: Object.keys(changes).length > 0,
    theirs: stale?.theirs,
    clashes: stale?.clashes ?? [],
    take: (field) => {
      setForm((before) => ({ ...before, [field]: base.form[field as keyof F] }));
      setStale((before) => before && { ...before, clashes: before.clashes.filter((one) => one !== field) });
    },
    sending,
  };
}
