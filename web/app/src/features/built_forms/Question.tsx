import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useId } from "react";

import type { Json } from "#features/device";
import { KeptMark, useProblem, useValue } from "#features/drafts";

import { Answer } from "./Answer.tsx";
import { FieldHead } from "./FieldHead.tsx";
import { answerTypeOf } from "./answers/all.ts";
import type { Shown } from "./answers/answer.ts";
import styles from "./built_forms.module.css";
import { Control } from "./controls/Control.tsx";
import type { Part } from "./form_parts.ts";
import { type FormStore, type ShownField, draftPath } from "./form_store.ts";
import { useLanguage } from "./hooks.ts";
import { answerAt } from "./judged_form.ts";
import { useProblemText } from "./problem_texts.ts";
import { labelOf, textOf } from "./texts.ts";

const oneControl = new Set<Shown["as"]>(["line", "lines", "measurement"]);

/** A field that is no group. `path`: `axles[0].load`. */
export function Question({ store, part, path, shown }: { store: FormStore; part: Part; path: string; shown: ShownField }) {
  const { t } = useLingui();
  const { open } = store;
  const { field } = part;
  const full = draftPath(path);
  const id = useId();
  const language = useLanguage();
  const [value, set] = useValue<Json>(open, full);
  const refused = useProblem(open, full);
  const problemText = useProblemText();
  const message = refused ?? (shown.problem && problemText(field, shown.problem));
  const help = textOf(field, "help_text", language);
  const describedBy = [help && `${id}-help`, message && `${id}-problem`].filter(Boolean).join(" ") || undefined;
  const leave = (to: EventTarget | null, from: HTMLElement) => {
    if (!(to instanceof Node && from.contains(to))) store.leave(path);
  };
  const how = answerTypeOf(field.field_type).shown(field);
  const stays = shown.readOnly || part.calculation !== undefined;
  const takeBack = () => set(answerAt(store.base, path));
  return (
    <div className={styles.field} data-path={full} onBlur={(event) => leave(event.relatedTarget, event.currentTarget)}>
      <FieldHead id={id} isOfOne={stays || oneControl.has(how.as)} required={shown.required} mark={stays ? null : <KeptMark open={open} path={full} />}>
        {labelOf(field, language)}
      </FieldHead>
      {help && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
      {stays ? (
        <Answer id={id} field={field} value={part.calculation ? shown.calculated : value} />
      ) : (
        <Control
          shown={how}
          field={field}
          path={full}
          id={id}
          value={value}
          set={set}
          placeholder={textOf(field, "placeholder", language)}
          required={shown.required}
          invalid={message !== undefined}
          describedBy={describedBy}
        />
      )}
      {message && (
        <p id={`${id}-problem`} className={styles.problem}>
          {message}
        </p>
      )}
      {shown.problem?.code === "read_only" && <Button variant="default" size="sm" onClick={takeBack}>{t`Put back what it was`}</Button>}
    </div>
  );
}
