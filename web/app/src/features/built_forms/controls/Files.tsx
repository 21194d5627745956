import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";

import { isObject } from "../settle.ts";
import type { ControlProps } from "./control.ts";

/** Files cannot be sent yet; those that the record has stay. */
export function Files({ value }: ControlProps) {
  const { t } = useLingui();
  const names = Array.isArray(value) ? value.map((file) => (isObject(file) ? String(file.name ?? "") : "")) : [];
  return (
    <div>
      {names.map((name) => (
        <Text key={name}>{name}</Text>
      ))}
      <Text size="sm" c="dimmed">{t`Files can be added once the app can send them. Leave this unanswered until then.`}</Text>
    </div>
  );
}
