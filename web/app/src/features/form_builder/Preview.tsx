import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import { type Language, currentLanguage, languages } from "#kit/language.ts";

import { PreviewControl } from "./PreviewControl.tsx";
import styles from "./builder.module.css";
import { repeats } from "./model/condition.ts";
import { type Draft, type Field, expressionNames } from "./model/field.ts";
import { useExpressionNames } from "./texts.ts";

/**
 * What the form looks like on a phone. It is not the form itself, which needs a published version: conditions are written beside the
 * fields and hide nothing.
 */
export function Preview({ draft, chosen, onChoose }: { draft: Draft; chosen: string | undefined; onChoose: (key: string) => void }) {
  const { t } = useLingui();
  const own = currentLanguage();
  const [language, setLanguage] = useState<Language>(own === draft.language || draft.translations[own] || draft.fields.some((field) => field.translations[own]) ? own : draft.language);
  const texts = language === draft.language ? undefined : draft.translations[language];
  const screen = useRef<HTMLDivElement>(null);
  // The chosen field comes into view, where the preview has a place of its own and the page need not move for it.
  useEffect(() => {
    if (chosen === undefined) return;
    const pane = screen.current?.closest("[data-of]");
    const shown = screen.current?.querySelector("[data-chosen=true]");
    if (!pane || !shown || pane.scrollHeight <= pane.clientHeight) return;
    const [around, at] = [pane.getBoundingClientRect(), shown.getBoundingClientRect()];
    if (at.top < around.top || at.bottom > around.bottom) pane.scrollBy({ top: at.top - around.top - around.height / 3 });
  }, [chosen]);
  return (
    <>
      <NativeSelect size="md" label={t`In the language`} value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)} data={Object.entries(languages).map(([value, label]) => ({ value, label }))} />
      <div className={styles.phone} lang={language}>
        <div className={styles.screen} ref={screen}>
          <p className={styles.formTitle}>{texts?.title || draft.title}</p>
          {(texts?.description || draft.description) && <p className={styles.formAbout}>{texts?.description || draft.description}</p>}
          {draft.fields.length === 0 && <Text c="dimmed">{t`Nothing to fill in yet.`}</Text>}
          {draft.fields.map((field) => (
            <PreviewField key={field.key} field={field} language={language} chosen={chosen} onChoose={onChoose} />
          ))}
        </div>
      </div>
      <Text size="sm" c="dimmed">{t`What you write here is stored nowhere.`}</Text>
    </>
  );
}

function PreviewField({ field, language, chosen, onChoose }: { field: Field; language: Language; chosen: string | undefined; onChoose: (key: string) => void }) {
  const { t } = useLingui();
  const expressions = useExpressionNames();
  const texts = field.translations[language];
  const label = texts?.label || field.label || t`Without a label`;
  const help = texts?.help_text || field.help_text;
  const isGroup = field.field_type === "group";
  const logic = expressionNames.filter((name) => field[name] !== "");
  return (
    <div className={isGroup ? styles.shownGroup : styles.shownField} data-chosen={field.key === chosen}>
      <button type="button" className={styles.shownLabel} aria-label={t`Properties of ${label}`} onClick={() => onChoose(field.key)}>
        {label}
        {field.is_required && <span className={styles.star}>{" *"}</span>}
      </button>
      {help && <p className={styles.shownHelp}>{help}</p>}
      {logic.map((name) => {
        const [what, text] = [expressions[name], field[name]];
        return (
          <p key={name} className={styles.shownLogic}>
            {t`${what}:`} <code>{text}</code>
          </p>
        );
      })}
      {isGroup ? (
        <>
          {field.fields.map((inner) => (
            <PreviewField key={inner.key} field={inner} language={language} chosen={chosen} onChoose={onChoose} />
          ))}
          {repeats(field) && <p className={styles.shownMore}>{t`+ One more row`}</p>}
        </>
      ) : (
        <PreviewControl field={field} language={language} label={label} placeholder={texts?.placeholder || field.placeholder} />
      )}
    </div>
  );
}
