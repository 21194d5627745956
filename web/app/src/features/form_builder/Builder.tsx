import { useLingui } from "@lingui/react/macro";
import { useCallback, useMemo, useState } from "react";

import { Page } from "#kit/Page.tsx";

import { BuildBar } from "./BuildBar.tsx";
import type { BuilderPageProps } from "./BuilderPage.tsx";
import { FieldsView } from "./FieldsView.tsx";
import { KeysHelp } from "./KeysHelp.tsx";
import { PublishView } from "./PublishView.tsx";
import { TextsView } from "./TextsView.tsx";
import { TheirsNote } from "./TheirsNote.tsx";
import { VersionsView } from "./VersionsView.tsx";
import type { FieldType } from "./api/list_field_types.ts";
import styles from "./builder.module.css";
import { placeAt, placeOf } from "./model/tree.ts";
import type { Stored } from "./model/open_form.ts";
import { known, type FormSearch } from "./search.ts";
import { isWriting, useKeys } from "./shortcuts.ts";
import { useOpenForm } from "./use_open_form.ts";

export function Builder({ id, search, onSearch, back, stored, types, person }: BuilderPageProps & { stored: Stored; types: FieldType[]; person: number }) {
  const { t } = useLingui();
  const { open, seen } = useOpenForm(stored, person);
  const [help, setHelp] = useState(false);
  const [chosen, setChosen] = useState(() => placeAt(seen.draft.fields, search.field)?.field.key);
  const change = useCallback((changes: { [K in keyof FormSearch]?: FormSearch[K] | undefined }, replace: boolean) => onSearch(known({ ...search, ...changes }), replace), [onSearch, search]);
  const choose = useCallback(
    (key: string | undefined, pane?: FormSearch["pane"]) => {
      setChosen(key);
      const path = placeOf(open.look().draft.fields, key)?.path;
      change({ field: path, ...(pane ? { pane } : {}), view: undefined }, true);
    },
    [change, open],
  );
  useKeys((event) => {
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    // Within a field, the browser takes back what was typed.
    if (isWriting(event.target)) return;
    if (command && !event.altKey && (letter === "y" || (letter === "z" && event.shiftKey))) open.redo();
    else if (command && !event.altKey && letter === "z") open.undo();
    else if (event.key === "?" && !command) setHelp(true);
    else return;
    event.preventDefault();
  });
  const title = seen.draft.title.trim() || t`A form without a title`;
  // Undo may have taken the chosen field away.
  const present = useMemo(() => placeOf(seen.draft.fields, chosen)?.field.key, [chosen, seen.draft.fields]);
  const common = { open, seen, types };
  return (
    <Page title={title}>
      <div className={styles.builder}>
        {back}
        <BuildBar open={open} seen={seen} view={search.view} onView={(view) => change({ view }, false)} onHelp={() => setHelp(true)} />
        <TheirsNote open={open} seen={seen} />
        {search.view === undefined && <FieldsView {...common} chosen={present} onChoose={choose} pane={search.pane} onPane={(pane) => change({ pane }, true)} />}
        {search.view === "texts" && <TextsView {...common} />}
        {search.view === "publish" && <PublishView id={id} {...common} onChoose={(key) => choose(key, "properties")} />}
        {search.view === "versions" && <VersionsView id={id} {...common} version={search.version} onVersion={(version) => change({ version }, false)} />}
        {help && <KeysHelp onClose={() => setHelp(false)} />}
      </div>
    </Page>
  );
}
