import { useLingui } from "@lingui/react/macro";

import { useMemo } from "react";

import { AddField } from "./AddField.tsx";
import { FieldProperties } from "./FieldProperties.tsx";
import { FieldTree } from "./FieldTree.tsx";
import { FormProperties } from "./FormProperties.tsx";
import { Preview } from "./Preview.tsx";
import { useVersion } from "./api/get_version.ts";
import type { FieldType } from "./api/list_field_types.ts";
import styles from "./builder.module.css";
import { readFields } from "./model/field.ts";
import type { OpenForm, Seen } from "./model/open_form.ts";
import { walked } from "./model/tree.ts";
import type { FormSearch } from "./search.ts";
import { useFieldEdits } from "./use_field_edits.ts";

export interface ViewProps {
  open: OpenForm;
  seen: Seen;
  types: FieldType[];
}

/** The fields, what they look like on a phone, and the properties of the chosen one: side by side, or one after the other. */
export function FieldsView({
  open,
  seen,
  types,
  chosen,
  onChoose,
  pane,
  onPane,
}: ViewProps & { chosen: string | undefined; onChoose: (key: string | undefined, pane?: FormSearch["pane"]) => void; pane: FormSearch["pane"]; onPane: (pane: FormSearch["pane"]) => void }) {
  const { t } = useLingui();
  const edits = useFieldEdits(open, onChoose);
  const { data: version } = useVersion(seen.form.id, seen.form.published_version ?? undefined);
  const published = useMemo(() => new Set(walked(readFields(version?.fields)).map(({ path }) => path)), [version]);
  // Until it is known, every name may have been answered.
  const isAnswered = (path: string) => published.has(path) || (seen.form.published_version !== null && version === undefined);
  const panes: [FormSearch["pane"], string][] = [
    [undefined, t`Fields`],
    ["preview", t`On a phone`],
    ["properties", t`Properties`],
  ];
  return (
    <div className={styles.panes} data-pane={pane ?? "fields"}>
      <div role="group" aria-label={t`What is shown`} className={styles.tabs}>
        {panes.map(([one, name]) => (
          <button key={name} type="button" className={styles.view} data-tab={one ?? "fields"} aria-pressed={one === pane} onClick={() => onPane(one)}>
            {name}
          </button>
        ))}
      </div>
      <section className={styles.pane} data-of="fields" aria-label={t`Fields`}>
        <AddField fields={seen.draft.fields} chosen={chosen} types={types} onAdd={edits.add} />
        <FieldTree fields={seen.draft.fields} problems={seen.problems} types={types} chosen={chosen} onChoose={onChoose} edits={edits} />
      </section>
      <section className={styles.pane} data-of="preview" aria-label={t`On a phone`}>
        <Preview draft={seen.draft} chosen={chosen} onChoose={onChoose} />
      </section>
      <section className={styles.pane} data-of="properties" aria-label={t`Properties`}>
        {chosen === undefined ? <FormProperties open={open} seen={seen} /> : <FieldProperties key={chosen} open={open} seen={seen} types={types} chosen={chosen} edits={edits} isAnswered={isAnswered} onForm={() => onChoose(undefined)} />}
      </section>
    </div>
  );
}
