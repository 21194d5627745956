import { useEffect, useState, useSyncExternalStore } from "react";

import { getForm } from "./api/get_form.ts";
import { replaceFields } from "./api/replace_fields.ts";
import { updateForm } from "./api/update_form.ts";
import { keepUnsaved, recallUnsaved } from "./kept.ts";
import { draftOf } from "./model/field.ts";
import { OpenForm, type Seen, type Stored } from "./model/open_form.ts";

/** Opens a form to be built; what this device kept of it, because the server did not take it, is there again. */
export function useOpenForm(stored: Stored, person: number): { open: OpenForm; seen: Seen } {
  const [open] = useState(() => {
    const { id } = stored.form;
    const kept = recallUnsaved(person, id);
    const wire = {
      header: (changes: Parameters<typeof updateForm>[1], etag: string) => updateForm(id, changes, etag),
      fields: (fields: Parameters<typeof replaceFields>[1], etag: string) => replaceFields(id, fields, etag),
      read: () => getForm(id),
      keep: (unsaved: Parameters<typeof keepUnsaved>[2]) => keepUnsaved(person, id, unsaved),
    };
    return new OpenForm(stored, wire, kept && { etag: kept.etag, base: draftOf(kept.base), draft: draftOf(kept.draft) });
  });
  useEffect(() => {
    open.reopen();
    return () => open.close();
  }, [open]);
  return { open, seen: useSyncExternalStore(open.watch, open.look) };
}
