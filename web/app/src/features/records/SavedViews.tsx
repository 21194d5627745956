import { useLingui } from "@lingui/react/macro";
import { Button, CloseButton } from "@mantine/core";
import { type FormEvent, useState } from "react";

import type { Kind } from "#features/review";
import { TextField } from "#kit/fields.tsx";
import { offerUndo } from "#kit/undo.ts";

import { useKept } from "./kept.ts";
import styles from "./records.module.css";
import { type SavedView, isShown, viewsOf, withView } from "./saved_views.ts";
import type { RecordsSearch } from "./search.ts";

interface ViewsProps {
  person: number;
  kind: Kind;
  search: RecordsSearch;
  onView: (view: SavedView) => void;
}

/** Lists that somebody comes back to, each under a name. This device keeps them. */
export function SavedViews({ person, kind, search, onView }: ViewsProps) {
  const { t } = useLingui();
  const [views, keep] = useKept(`kpa.views.${person}`, viewsOf);
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    keep(withView(views, { name: name.trim(), kind, search }));
    setName("");
  };
  const drop = (view: SavedView) => {
    keep(views.filter((one) => one !== view));
    const { name: dropped } = view;
    offerUndo(t`The view ${dropped} is forgotten.`, async () => keep(views));
  };
  return (
    <details className={styles.panel}>
      <summary>{t`Saved views`}</summary>
      <ul className="plain-list">
        {views.map((view) => {
          const { name: title } = view;
          return (
            <li key={title} className={styles.view}>
              <Button variant={isShown(view, kind, search) ? "light" : "default"} aria-pressed={isShown(view, kind, search)} onClick={() => onView(view)}>{title}</Button>
              <CloseButton size={44} aria-label={t`Forget the view ${title}`} onClick={() => drop(view)} />
            </li>
          );
        })}
      </ul>
      <form onSubmit={submit} className={styles.save}>
        <TextField label={t`Keep this list under a name`} value={name} onChange={setName} maxLength={60} autoComplete="off" />
        <Button type="submit" variant="default" disabled={!name.trim()}>{t`Keep it`}</Button>
      </form>
    </details>
  );
}
