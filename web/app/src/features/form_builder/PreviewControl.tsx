import { useLingui } from "@lingui/react/macro";

import type { Language } from "#kit/language.ts";

import styles from "./builder.module.css";
import type { Field } from "./model/field.ts";

const inputTypes: Record<string, string> = { date: "date", time: "time", datetime: "datetime-local", email: "email", tel: "tel", url: "url", file: "file" };

/** About what a phone shows to answer a field. */
export function PreviewControl({ field, language, label, placeholder }: { field: Field; language: Language; label: string; placeholder: string }) {
  const { t } = useLingui();
  const { field_type: type, options, rules } = field;
  const texts = options.map(({ value, label: own, translations }) => ({ value, text: translations[language] || own }));
  const other = rules.other_allowed === true ? t`Something else` : undefined;
  if (field.calculation !== "") return <output className={styles.result} aria-label={label}>{t`is calculated`}</output>;
  if (type === "select")
    return (
      <select className={styles.input} aria-label={label}>
        <option>{placeholder}</option>
        {texts.map(({ value, text }) => (
          <option key={value}>{text}</option>
        ))}
        {other && <option>{other}</option>}
      </select>
    );
  if (type === "radio" || type === "checkbox")
    return (
      <div role="group" aria-label={label}>
        {[...texts, ...(other ? [{ value: "\n", text: other }] : [])].map(({ value, text }, number) => (
          // oxlint-disable-next-line react/no-array-index-key -- values are being written, and may be the same for a moment
          <label key={number} className={styles.choice} data-value={value}>
            <input type={type} name={`preview ${field.key}`} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    );
  if (type === "textarea") return <textarea className={styles.input} rows={3} aria-label={label} placeholder={placeholder} />;
  const unit = typeof rules.unit === "string" ? rules.unit : type === "measurement" ? "mm" : "";
  return (
    <span className={styles.unit}>
      <input className={styles.input} type={inputTypes[type] ?? "text"} inputMode={type === "number" ? "decimal" : undefined} aria-label={label} placeholder={placeholder} />
      {unit && <span>{unit}</span>}
    </span>
  );
}
