import { useLingui } from "@lingui/react/macro";
import { Button, Code, NativeSelect, Text } from "@mantine/core";
import { useState } from "react";

import { TextBox } from "./TextBox.tsx";
import styles from "./builder.module.css";
import { type Comparison, type Mention, comparisons, conditionOf } from "./model/condition.ts";
import { type FunctionText, functions } from "./model/words.ts";
import { useComparisonNames } from "./texts.ts";

interface Props {
  scope: Mention[];
  isTruth: boolean;
  onWrite: (text: string) => void;
  onCondition: (condition: string) => void;
}

/** Help to write an expression: a condition made by choosing, what can be mentioned, functions, examples. */
export function ExpressionHelp({ scope, isTruth, onWrite, onCondition }: Props) {
  const { t } = useLingui();
  const about = useFunctionTexts();
  const [sought, setSought] = useState("");
  const has = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(sought.trim().toLowerCase()));
  const fields = scope.filter(({ text, field }) => has(text, field.label));
  const known = functions.filter((text) => has(text, about[text]));
  const examples = isTruth
    ? ['result = "worn"', "flange_height in [28.5..35)", "remarks != null", "every axle in axles satisfies axle.load <= 20.3"]
    : ["round half up(mean(axles.load), 1)", 'if worst > 2 then "replace" else "good"', "today()"];
  return (
    <div className={styles.help}>
      {isTruth && scope.length > 0 && <ConditionMaker scope={scope} onCondition={onCondition} />}
      <TextBox label={t`Look for a field or a function`} value={sought} onChange={setSought} />
      <ul className={styles.mentions}>
        {fields.map(({ text, field, isList }) => (
          <li key={text}>
            <button type="button" className={styles.mention} onClick={() => onWrite(text)}>
              <code>{text}</code>
              <span>{isList ? t`${field.label} (a list)` : field.label}</span>
            </button>
          </li>
        ))}
        {known.map((text) => (
          <li key={text}>
            <button type="button" className={styles.mention} onClick={() => onWrite(text)}>
              <code>{text}</code>
              <span>{about[text]}</span>
            </button>
          </li>
        ))}
      </ul>
      <Text size="sm">{t`Examples:`}</Text>
      <ul className={styles.examples}>
        {examples.map((text) => (
          <li key={text}>
            <Code>{text}</Code>
          </li>
        ))}
      </ul>
      <Text size="sm">{t`What nobody answered decides nothing: only “= null” and “!= null” ask whether there is an answer.`}</Text>
    </div>
  );
}

/** A condition by choosing, for people who write no expressions. */
function ConditionMaker({ scope, onCondition }: { scope: Mention[]; onCondition: (condition: string) => void }) {
  const { t } = useLingui();
  const names = useComparisonNames();
  const single = scope.filter(({ field, isList }) => field.field_type !== "group" && (!isList || (field.field_type === "checkbox" && field.options.length > 0)));
  const [chosen, setChosen] = useState("");
  const [comparison, setComparison] = useState<Comparison>("=");
  const [value, setValue] = useState("");
  const mention = single.find(({ text }) => text === chosen) ?? single[0];
  if (!mention) return null;
  const { field } = mention;
  const ordered = /^(number|measurement|date|time|datetime)$/.test(field.field_type);
  const offered = comparisons.filter((one) => ordered || !/[<>]/.test(one));
  const compared = offered.includes(comparison) ? comparison : "=";
  const asks = compared !== "answered" && compared !== "unanswered";
  const picked = field.options.some((option) => option.value === value) ? value : (field.options[0]?.value ?? "");
  const written = field.options.length > 0 ? picked : value;
  return (
    <fieldset className={styles.maker}>
      <legend>{t`A condition by choosing`}</legend>
      <NativeSelect size="md" label={t`Field`} value={mention.text} onChange={(event) => setChosen(event.currentTarget.value)} data={single.map(({ text, field: { label } }) => ({ value: text, label: label || text }))} />
      <NativeSelect size="md" label={t`How it is compared`} value={compared} onChange={(event) => setComparison(event.currentTarget.value as Comparison)} data={offered.map((one) => ({ value: one, label: names[one] }))} />
      {asks && field.options.length > 0 && (
        <NativeSelect size="md" label={t`Value`} value={picked} onChange={(event) => setValue(event.currentTarget.value)} data={field.options.map((option) => ({ value: option.value, label: option.label }))} />
      )}
      {asks && field.options.length === 0 && <TextBox label={t`Value`} value={value} onChange={setValue} numeric={/^(number|measurement)$/.test(field.field_type)} />}
      <Button variant="default" disabled={asks && written.trim() === ""} onClick={() => onCondition(conditionOf(mention, compared, written))}>{t`Add the condition`}</Button>
    </fieldset>
  );
}

function useFunctionTexts(): Record<FunctionText, string> {
  const { t } = useLingui();
  return {
    "abs(n)": t`The number without its sign`,
    "floor(n)": t`The next whole number below`,
    "ceiling(n)": t`The next whole number above`,
    "round half up(n, places)": t`Rounded, from the middle away from zero`,
    "decimal(n, places)": t`Rounded, from the middle to the even digit`,
    "modulo(n, divisor)": t`What a division leaves`,
    "string length(s)": t`How many characters a text has`,
    "upper case(s)": t`In capital letters`,
    "lower case(s)": t`In small letters`,
    "contains(s, part)": t`Whether a text has this part`,
    "starts with(s, part)": t`Whether a text begins so`,
    "ends with(s, part)": t`Whether a text ends so`,
    "substring(s, start, length)": t`A part of a text; the first character is 1`,
    "string(x)": t`The text of a number, a date or a time`,
    "count(list)": t`How many there are`,
    "sum(list)": t`All added up`,
    "mean(list)": t`The average`,
    "min(list)": t`The smallest`,
    "max(list)": t`The largest`,
    "all(list)": t`Whether all are true`,
    "any(list)": t`Whether one is true`,
    "list contains(list, x)": t`Whether it is among them`,
    "distinct values(list)": t`Each once`,
    "today()": t`The day on which it was filled in`,
    "now()": t`The moment when it was filled in`,
  };
}
