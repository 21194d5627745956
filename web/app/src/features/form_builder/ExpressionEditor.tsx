import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { type KeyboardEvent, useId, useRef, useState } from "react";

import { ExpressionHelp } from "./ExpressionHelp.tsx";
import styles from "./builder.module.css";
import { type Mention, joined } from "./model/condition.ts";
import type { Problem } from "./model/problems.ts";
import { functionNames } from "./model/words.ts";

interface Props {
  label: string;
  hint: string | undefined;
  value: string;
  onChange: (value: string) => void;
  problems: Problem[];
  /** Whether the problems are about what is written now. */
  isJudged: boolean;
  /** What it may mention. */
  scope: Mention[];
  /** Whether it is a condition. */
  isTruth: boolean;
}

const mostSuggested = 6;

/** An expression, with what is wrong underlined where it stands, and with help to write it. */
export function ExpressionEditor({ label, hint, value, onChange, problems, isJudged, scope, isTruth }: Props) {
  const { t } = useLingui();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number>();
  const [help, setHelp] = useState(false);
  const shown = isJudged ? problems : [];
  // Suggestions come with typing only: who walks through the page with Tab shall not be held up.
  const [typed, setTyped] = useState<string>();
  const word = caret === undefined || typed !== value ? "" : (/[A-Za-z][\w.]*$/.exec(value.slice(0, caret))?.[0] ?? "");
  const candidates = [...scope.map(({ text }) => text), ...functionNames.map((name) => `${name}(`)];
  const suggested = word === "" ? [] : candidates.filter((one) => one !== word && one.toLowerCase().startsWith(word.toLowerCase())).slice(0, mostSuggested);
  const write = (text: string, instead = "") => {
    const at = caret ?? value.length;
    const before = value.slice(0, at - instead.length);
    onChange(before + text + value.slice(at));
    const next = before.length + text.length;
    setCaret(next);
    setTimeout(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next, next);
    });
  };
  const goTo = ({ place }: Problem) => {
    if (!place) return;
    const unit = (points: number) => [...value].slice(0, points).join("").length;
    box.current?.focus();
    box.current?.setSelectionRange(unit(place.at), unit(place.at + place.length));
  };
  const press = (event: KeyboardEvent) => {
    if (!suggested[0] || event.shiftKey) return;
    if (event.key === "Escape") setTyped(undefined);
    else if (event.key === "Tab") write(suggested[0], word);
    else return;
    event.preventDefault();
  };
  const note = () => setCaret(box.current?.selectionStart ?? undefined);
  return (
    <div className={styles.expression}>
      <label htmlFor={id} className={styles.caption}>{label}</label>
      {hint && <Text size="sm" c="dimmed" id={`${id}-hint`}>{hint}</Text>}
      <div className={styles.code}>
        <div aria-hidden="true" className={styles.shade}>
          <Underlined text={value} problem={shown.find(({ place }) => place)} />
        </div>
        <textarea
          ref={box}
          id={id}
          rows={Math.min(8, Math.max(1, value.split("\n").length))}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={value}
          aria-invalid={shown.length > 0}
          aria-describedby={hint ? `${id}-hint ${id}-faults` : `${id}-faults`}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            setTyped(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
          }}
          onKeyDown={press}
          onSelect={note}
          onBlur={() => setTyped(undefined)}
        />
      </div>
      {suggested.length > 0 && (
        <div className={styles.suggested} role="group" aria-label={t`Suggestions: Tab takes the first, Escape none`}>
          {suggested.map((one) => (
            <button key={one} type="button" tabIndex={-1} className={styles.chip} onMouseDown={(event) => event.preventDefault()} onClick={() => write(one, word)}>
              {one}
            </button>
          ))}
        </div>
      )}
      <div id={`${id}-faults`} role="status">
        {shown.map((problem) => (
          <button key={problem.code + problem.message} type="button" className={styles.faultLine} onClick={() => goTo(problem)}>
            {problem.message}
          </button>
        ))}
      </div>
      <button type="button" className={styles.more} aria-expanded={help} onClick={() => setHelp(!help)}>
        {help ? t`Close the help` : t`Help to write it`}
      </button>
      {help && <ExpressionHelp scope={scope} isTruth={isTruth} onWrite={(text) => write(text)} onCondition={(condition) => onChange(joined(value, condition))} />}
    </div>
  );
}

/** The text again, behind what is written, with a line under the place that is wrong. */
function Underlined({ text, problem }: { text: string; problem: Problem | undefined }) {
  if (!problem?.place) return null;
  const points = [...text];
  const { at, length } = problem.place;
  return (
    <>
      {points.slice(0, at).join("")}
      <mark>{points.slice(at, at + length).join("") || " "}</mark>
      {points.slice(at + length).join("")}
    </>
  );
}
