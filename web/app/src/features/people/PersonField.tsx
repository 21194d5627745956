import { useLingui } from "@lingui/react/macro";
import { Button, Input, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useId, useState } from "react";

import { TextField } from "#kit/fields.tsx";

import { usePeopleFound } from "./api/find_people.ts";
import { usePerson } from "./api/get_person.ts";
import styles from "./people.module.css";

interface Given {
  label: string;
  /** The id of who is chosen. */
  value: number | null;
  onChange: (person: number | null) => void;
  error?: string | undefined;
  /** Without the hint of what can be typed. */
  brief?: boolean;
}

/** A person: shows who is chosen, or looks for somebody by name or number. */
export function PersonField({ label, value, onChange, error, brief = false }: Given) {
  return value === null ? <Seek label={label} onChange={onChange} error={error} brief={brief} /> : <Chosen label={label} value={value} onChange={onChange} error={error} />;
}

function Chosen({ label, value, onChange, error }: Given & { value: number }) {
  const { t } = useLingui();
  const id = useId();
  const person = usePerson(value);
  const name = person.data?.full_name ?? (person.isError ? t`Somebody whom you do not see` : "…");
  return (
    <div role="group" aria-labelledby={id}>
      <Input.Label id={id} size="md" labelElement="div">{label}</Input.Label>
      <div className={styles.chosen}>
        <span>{name}</span>
        <Button variant="default" size="compact-md" aria-label={t`Choose somebody else than ${name}`} onClick={() => onChange(null)}>{t`Remove`}</Button>
      </div>
      {error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{error}</Text>}
    </div>
  );
}

function Seek({ label, onChange, error, brief = false }: Omit<Given, "value">) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [sought] = useDebouncedValue(typed.trim(), 200);
  const people = usePeopleFound(sought);
  const found = sought.length >= 2 ? (people.data?.data ?? []) : [];
  return (
    <div className={styles.seek}>
      <TextField label={label} {...(brief ? {} : { description: t`Part of the name, employee number or phone number` })} value={typed} onChange={setTyped} error={error} autoComplete="off" />
      <div role="status">
        {sought.length >= 2 && people.isError && <Text size="sm">{t`People cannot be searched now. Please try again in a moment.`}</Text>}
        {sought.length >= 2 && people.data && found.length === 0 && <Text size="sm">{t`You see nobody with this name or number.`}</Text>}
      </div>
      {found.length > 0 && (
        <ul className={styles.found}>
          {found.map(({ id, full_name: name, employee_id: number, position }) => (
            <li key={id}>
              <button type="button" onClick={() => onChange(id)}>
                <b>{name}</b> {[number, position].filter(Boolean).join(", ")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
