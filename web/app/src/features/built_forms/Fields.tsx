import { useLingui } from "@lingui/react/macro";
import { Button, Title } from "@mantine/core";
import { memo, useId, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

import type { Json } from "#features/device";
import { KeptMark, goToField, useProblem } from "#features/drafts";
import { offerUndo } from "#kit/undo.ts";

import { Question } from "./Question.tsx";
import { mostRows } from "./answers/group.ts";
import styles from "./built_forms.module.css";
import { isGroup } from "./form.ts";
import type { Part } from "./form_parts.ts";
import { type FormStore, draftPath } from "./form_store.ts";
import { useLanguage, useShown } from "./hooks.ts";
import { useProblemText } from "./problem_texts.ts";
import { labelOf, textOf } from "./texts.ts";

/** Where fields are: in the form (`whole`), a section, a row. */
interface Within {
  store: FormStore;
  group: number;
  /** `axles[0].` */
  prefix: string;
}

export function Fields({ store, group, prefix }: Within) {
  return store.parts.inGroup.get(group)!.map((part) => <Shown key={part.number} store={store} part={part} path={prefix + part.field.name} />);
}

interface One {
  store: FormStore;
  part: Part;
  path: string;
}

/** A field with all that is in it, as long as it is visible. */
const Shown = memo(function Shown({ store, part, path }: One) {
  const shown = useShown(store, path);
  if (shown.hidden) return null;
  if (!isGroup(part.field)) return <Question store={store} part={part} path={path} shown={shown} />;
  return part.repeats ? <Rows store={store} part={part} path={path} /> : <Section store={store} part={part} path={path} />;
});

/** A heading for its depth: the page's title is the first. */
const orderOf = ({ within }: Part) => Math.min(2 + within.length, 6) as 2 | 3 | 4 | 5 | 6;

function GroupHead({ store, part, path, id, mark = false }: One & { id: string; mark?: boolean }) {
  const language = useLanguage();
  const { required, problem } = useShown(store, path);
  const full = draftPath(path);
  const refused = useProblem(store.open, full);
  const problemText = useProblemText();
  const { field } = part;
  const help = textOf(field, "help_text", language);
  const message = refused ?? (problem && problemText(field, problem));
  return (
    <header>
      <div className={styles.head}>
        <Title id={id} order={orderOf(part)} size="h4">
          {labelOf(field, language)}
          {required && <span className={styles.required}> *</span>}
        </Title>
        {mark && <KeptMark open={store.open} path={full} />}
      </div>
      {help && <p className={styles.help}>{help}</p>}
      {message && <p className={styles.problem}>{message}</p>}
    </header>
  );
}

/** A group that does not repeat. */
function Section({ store, part, path }: One) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id} data-path={draftPath(path)}>
      <GroupHead store={store} part={part} path={path} id={id} />
      <Fields store={store} group={part.number} prefix={`${path}.`} />
    </section>
  );
}

/** A group that repeats: a card for each row. */
function Rows({ store, part, path }: One) {
  const { t } = useLingui();
  const language = useLanguage();
  const id = useId();
  const { open } = store;
  const full = draftPath(path);
  const rowsNow = () => listOf(open.value(full));
  const count = useSyncExternalStore(
    (tell) => open.watch(full, tell),
    () => rowsNow().length,
  );
  const become = (rows: Json[]) => {
    store.forgetLeft(path);
    open.set(full, rows.length === 0 ? undefined : rows);
  };
  const add = () => {
    flushSync(() => become([...rowsNow(), {}]));
    goToField(`${full}[${count}]`);
  };
  const remove = (place: number) => {
    const removed = rowsNow()[place] ?? {};
    become(rowsNow().filter((_, other) => other !== place));
    const number = place + 1;
    offerUndo(t`Row ${number} is removed.`, async () => become([...rowsNow().slice(0, place), removed, ...rowsNow().slice(place)]));
  };
  const label = labelOf(part.field, language);
  const most = mostRows(part.field);
  return (
    <section className={styles.section} aria-labelledby={id} data-path={full}>
      <GroupHead store={store} part={part} path={path} id={id} mark />
      <ol className={styles.rows}>
        {Array.from({ length: count }, (_, place) => {
          const number = place + 1;
          return (
            // Rows have nothing but their place to be known by.
            // eslint-disable-next-line react/no-array-index-key
            <li key={place} className={`card ${styles.section}`} data-path={`${full}[${place}]`}>
              <div className={styles.head}>
                <strong className={styles.label}>{`${label} ${number}`}</strong>
                <Button variant="subtle" color="red" aria-label={t`Remove ${label} ${number}`} onClick={() => remove(place)}>{t`Remove`}</Button>
              </div>
              <Fields store={store} group={part.number} prefix={`${path}[${place}].`} />
            </li>
          );
        })}
      </ol>
      {count < most ? <Button variant="default" onClick={add}>{t`Add: ${label}`}</Button> : <p className={styles.help}>{t`There are no more than ${most}.`}</p>}
    </section>
  );
}

const listOf = (rows: Json | undefined): Json[] => (Array.isArray(rows) ? rows : []);
