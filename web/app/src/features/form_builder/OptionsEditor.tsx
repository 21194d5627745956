import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";

import styles from "./builder.module.css";
import { TextBox } from "./TextBox.tsx";
import type { Option } from "./model/field.ts";
import { followsLabel, linesOf, optionsFrom } from "./model/options.ts";
import { type Problem, messageAt } from "./model/problems.ts";

interface Props {
  options: Option[];
  problems: Problem[];
  language: string;
  /** `about`: typing into one option is taken back together. */
  onChange: (options: Option[], about?: string) => void;
}

/** What can be chosen: one by one, or many lines at once. */
export function OptionsEditor({ options, problems, language, onChange }: Props) {
  const { t } = useLingui();
  const list = useRef<HTMLOListElement>(null);
  const [lines, setLines] = useState<string>();
  const focus = (number: number) => setTimeout(() => list.current?.querySelectorAll<HTMLInputElement>("[data-label]")[number]?.focus());
  const put = (number: number, changes: Partial<Option>, about: string) => onChange(options.map((one, place) => (place === number ? { ...one, ...changes } : one)), `option ${number} ${about}`);
  const add = (number: number) => {
    const taken = new Set(options.map(({ value }) => value));
    let count = options.length + 1;
    while (taken.has(t`Choice ${count}`)) ++count;
    const label = t`Choice ${count}`;
    onChange([...options.slice(0, number), { value: label, label, translations: {} }, ...options.slice(number)]);
    focus(number);
  };
  const remove = (number: number) => {
    onChange(options.filter((_, place) => place !== number));
    focus(Math.max(0, number - 1));
  };
  const move = (number: number, by: number) => {
    const to = number + by;
    const [one, other] = [options[number], options[to]];
    if (!one || !other) return;
    onChange(options.map((option, place) => (place === number ? other : place === to ? one : option)));
    focus(to);
  };
  const press = (event: KeyboardEvent, number: number) => {
    if (event.key === "Enter") add(number + 1);
    else if (event.altKey && event.key === "ArrowUp") move(number, -1);
    else if (event.altKey && event.key === "ArrowDown") move(number, 1);
    else return;
    event.preventDefault();
  };
  const paste = (event: ClipboardEvent, number: number) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    const pasted = optionsFrom(text, options);
    const values = new Set(pasted.map(({ value }) => value));
    onChange([...options.slice(0, number), ...pasted, ...options.slice(number + 1)].filter((option) => pasted.includes(option) || !values.has(option.value)));
  };
  const whole = messageAt(problems, "options");
  if (lines !== undefined)
    return (
      <Stack gap="xs">
        <TextBox label={t`Options, one on each line`} hint={t`A line such as “worn = Worn out” says what is stored and what people read. Two columns of a spreadsheet can be pasted, too.`} lang={language} lines={10} value={lines} onChange={setLines} />
        <div className={styles.acts}>
          <Button
            onClick={() => {
              onChange(optionsFrom(lines, options));
              setLines(undefined);
            }}
          >{t`Take these lines`}</Button>
          <Button variant="default" onClick={() => setLines(undefined)}>{t`Back`}</Button>
        </div>
      </Stack>
    );
  return (
    <fieldset className={styles.options}>
      <legend>{t`Options`}</legend>
      {whole && <Text size="sm" c="red" role="alert">{whole}</Text>}
      <ol ref={list} className="plain-list">
        {options.map((option, number) => {
          const [label, value] = [messageAt(problems, `options[${number}].label`), messageAt(problems, `options[${number}].value`)];
          const place = number + 1;
          return (
            // oxlint-disable-next-line react/no-array-index-key -- an option has no name of its own: its value is being written
            <li key={number} className={styles.option}>
              <input
                data-label
                className={styles.input}
                lang={language}
                aria-label={t`Option ${place}: what people read`}
                aria-invalid={label !== undefined}
                value={option.label}
                onKeyDown={(event) => press(event, number)}
                onPaste={(event) => paste(event, number)}
                onChange={({ currentTarget }) => put(number, { label: currentTarget.value, ...(followsLabel(option) ? { value: currentTarget.value } : {}) }, "label")}
              />
              <input
                className={styles.input}
                data-value
                aria-label={t`Option ${place}: what is stored`}
                aria-invalid={value !== undefined}
                value={option.value}
                onKeyDown={(event) => press(event, number)}
                onChange={({ currentTarget }) => put(number, { value: currentTarget.value }, "value")}
              />
              <button type="button" className={styles.small} aria-label={t`Remove option ${place}`} onClick={() => remove(number)}>×</button>
              {(label ?? value) && <Text size="sm" c="red" className={styles.fault}>{label ?? value}</Text>}
            </li>
          );
        })}
      </ol>
      <Text size="sm" c="dimmed">{t`On the left what people read, on the right what is stored. Enter adds one below; Alt and an arrow move it.`}</Text>
      <div className={styles.acts}>
        <Button size="sm" variant="default" onClick={() => add(options.length)}>{t`Add an option`}</Button>
        <Button size="sm" variant="default" onClick={() => setLines(linesOf(options))}>{t`Many at once`}</Button>
      </div>
    </fieldset>
  );
}
