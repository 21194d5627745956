import { Text } from "@mantine/core";

import { Sheet, type SheetProblem, type SheetProps } from "#features/drafts";

import { Fields } from "./Fields.tsx";
import { Measuring } from "./Measuring.tsx";
import { Notes } from "./Notes.tsx";
import styles from "./built_forms.module.css";
import type { FormVersion } from "./form.ts";
import { whole } from "./form_parts.ts";
import { type FormStore, draftPath } from "./form_store.ts";
import { useFormStore, useLanguage } from "./hooks.ts";
import { useLabelsOf } from "./labels.ts";
import { useProblemText } from "./problem_texts.ts";
import { formText, formTitle } from "./texts.ts";

/** A form that people built, as it is filled in. */
export function FormSheet({ open, version, onSend, onDiscard }: SheetProps & { version: FormVersion }) {
  const language = useLanguage();
  const store = useFormStore(open, version);
  const labelOf = useLabelsOf(version);
  const problemText = useProblemText();
  const problemsOf = (): SheetProblem[] =>
    store.ask().map(({ path, part, problem }) => ({ path: draftPath(path), label: labelOf(path), message: problemText(part.field, problem) }));
  const description = formText(version, "description", language);
  return (
    <Sheet open={open} title={formTitle(version, language)} labelOf={labelOf} problemsOf={problemsOf} onSend={onSend} onDiscard={onDiscard}>
      {description && <Text style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>{description}</Text>}
      <Questions store={store} />
    </Sheet>
  );
}

function Questions({ store }: { store: FormStore }) {
  const fields = (
    <>
      <Fields store={store} group={whole} prefix="" />
      <Notes open={store.open} />
    </>
  );
  const measures = store.parts.all.some(({ field }) => field.field_type === "measurement");
  return measures ? <Measuring>{fields}</Measuring> : <div className={styles.fields}>{fields}</div>;
}
