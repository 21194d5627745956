import { useLingui } from "@lingui/react/macro";

import type { Json } from "#features/device";
import { isDate, parseMoment } from "#kit/expressions/times.ts";
import { useDay } from "#kit/day.ts";
import type { Language } from "#kit/language.ts";
import { useMoments } from "#kit/moments.ts";

import { measurementText } from "./answers/measurement.ts";
import styles from "./built_forms.module.css";
import { type Field, ruleOf } from "./form.ts";
import { useLanguage } from "./hooks.ts";
import { isObject } from "./settle.ts";
import { optionLabel } from "./texts.ts";

/** An answer that nobody can change: what was calculated, or what is read only. */
export function Answer({ id, field, value }: { id: string; field: Field; value: Json | undefined }) {
  const { t } = useLingui();
  const language = useLanguage();
  const unit = ruleOf(field, "unit", "string");
  const blank = value === undefined || value === null;
  return (
    <output id={id} className={styles.result}>
      {blank ? t`no answer yet` : <Shown field={field} value={value} language={language} />}
      {!blank && unit ? ` ${unit}` : null}
    </output>
  );
}

function Shown({ field, value, language }: { field: Field; value: Json; language: Language }) {
  if (field.field_type === "date" && typeof value === "string" && isDate(value)) return <Day day={value} />;
  if (field.field_type === "datetime" && typeof value === "string" && parseMoment(value) !== null) return <Moment moment={value} />;
  return textOf(field, value, language);
}

// Each in its own component, since most answers need none of them.

function Day({ day }: { day: string }) {
  return useDay()(day);
}

function Moment({ moment }: { moment: string }) {
  return useMoments()(moment);
}

function textOf(field: Field, value: Json, language: Language): string {
  if (Array.isArray(value)) return value.map((one) => textOf(field, one, language)).join(", ");
  const option = field.options?.find((one) => one.value === value);
  if (option) return optionLabel(option, language);
  return measurementText(value) ?? String(isObject(value) ? (value.name ?? "") : value);
}
