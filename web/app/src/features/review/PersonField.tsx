import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import { TextField } from "#kit/fields.tsx";

import { usePeopleFound } from "./api/find_people.ts";
import styles from "./review.module.css";

export interface Found {
  id: number;
  name: string;
}

interface PersonProps {
  label: string;
  staffOnly?: boolean;
  /** Somebody who cannot be chosen. */
  without?: number;
  error?: string | undefined;
  onFound: (person: Found) => void;
}

/** Looks for a person by name or number; what is found are buttons below. */
export function PersonField({ label, staffOnly = false, without, error, onFound }: PersonProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [sought] = useDebouncedValue(typed.trim(), 200);
  const people = usePeopleFound(sought, staffOnly);
  const found = sought.length >= 2 ? (people.data?.data ?? []).filter(({ id }) => id !== without) : [];
  return (
    <div>
      <TextField label={label} description={t`Part of the name, employee number or phone number`} value={typed} onChange={setTyped} error={error} autoComplete="off" />
      <output>
        {sought.length >= 2 && people.isError && <Text component="span" size="sm">{t`People cannot be searched now. Please try again in a moment.`}</Text>}
        {sought.length >= 2 && people.data && found.length === 0 && <Text component="span" size="sm">{t`You see nobody with this name or number.`}</Text>}
      </output>
      {found.length > 0 && (
        <ul className={styles.found}>
          {found.map(({ id, full_name: name, employee_id: number, position }) => (
            <li key={id}>
              <button
                type="button"
                className={styles.choice}
                onClick={() => {
                  setTyped("");
                  onFound({ id, name });
                }}
              >
                <b>{name}</b> {[number, position].filter(Boolean).join(", ")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
