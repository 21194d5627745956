import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";

import type { FieldType } from "./api/list_field_types.ts";
import styles from "./builder.module.css";
import type { Field } from "./model/field.ts";
import { type Spot, spotsFrom } from "./model/tree.ts";
import { signs } from "./texts.ts";

/** The types of field, to add one; and where it will come. */
export function AddField({ fields, chosen, types, onAdd }: { fields: Field[]; chosen: string | undefined; types: FieldType[]; onAdd: (type: FieldType, spot: Spot, repeats: boolean) => void }) {
  const { t } = useLingui();
  const [shown, setShown] = useState(fields.length === 0);
  const spots = useMemo(() => spotsFrom(fields, chosen), [fields, chosen]);
  // Which of the places: of the chosen field, so another choice begins with the usual one.
  const [place, setPlace] = useState<{ of: string | undefined; number: number }>({ of: chosen, number: 0 });
  const number = place.of === chosen && place.number < spots.length ? place.number : 0;
  const names = spots.map(({ spot, field }) => {
    const label = field?.label ?? "";
    if (spot === "end") return t`At the end of the form`;
    return spot.side === "inside" ? t`Into ${label}` : t`After ${label}`;
  });
  const add = (type: FieldType, repeats: boolean) => {
    setShown(false); // the list of fields has its room again
    onAdd(type, spots[number]?.spot ?? "end", repeats);
  };
  return (
    <div className={styles.add}>
      <Button fullWidth aria-expanded={shown} onClick={() => setShown(!shown)}>{t`Add a field`}</Button>
      {shown && (
        <>
          {spots.length > 1 && (
            <NativeSelect
              size="md"
              label={t`Where it comes`}
              value={String(number)}
              onChange={(event) => setPlace({ of: chosen, number: Number(event.currentTarget.value) })}
              data={names.map((label, value) => ({ value: String(value), label }))}
            />
          )}
          <ul className={styles.palette}>
            {types.flatMap((type) =>
              (type.has_fields ? [false, true] : [false]).map((repeats) => (
                <li key={`${type.name} ${repeats}`}>
                  <button type="button" className={styles.type} onClick={() => add(type, repeats)}>
                    <span className={styles.sign} aria-hidden="true">{repeats ? "{ }×n" : (signs[type.name] ?? "?")}</span>
                    {repeats ? t`Group that repeats` : type.title}
                  </button>
                </li>
              )),
            )}
          </ul>
        </>
      )}
    </div>
  );
}
