import { useLingui } from "@lingui/react/macro";
import { CloseButton, Text } from "@mantine/core";

import { TextField } from "#kit/fields.tsx";

import styles from "./review.module.css";

interface PinListProps {
  pins: ReadonlyMap<string, string>;
  onPins: (pins: ReadonlyMap<string, string>) => void;
  labelOf: (path: string) => string;
  /** What the API says of a member of the request. */
  at: (field: string) => string | undefined;
}

/** The fields that need another look, each with a note. */
export function PinList({ pins, onPins, labelOf, at }: PinListProps) {
  const { t } = useLingui();
  if (pins.size === 0) return <Text size="sm">{t`Pin the fields that need another look: press Pin beside them.`}</Text>;
  return (
    <ul className="plain-list">
      {[...pins].map(([path, note], place) => {
        const label = labelOf(path);
        return (
          <li key={path} className={styles.pinned}>
            <TextField
              label={label}
              value={note}
              maxLength={500}
              onChange={(text) => onPins(new Map([...pins, [path, text]]))}
              error={at(`pins[${place}].note`) ?? at(`pins[${place}].field`)}
            />
            <CloseButton
              size={44}
              aria-label={t`Unpin ${label}`}
              onClick={() => onPins(new Map([...pins].filter(([other]) => other !== path)))}
            />
          </li>
        );
      })}
    </ul>
  );
}
