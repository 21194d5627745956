import { TextInput } from "@mantine/core";

import { localOf, momentOf } from "./local_time.ts";

/** A date with a time. It is told when the field is left, not while it is typed. */
export function MomentField({ label, value, onChange }: { label: string; value: string | undefined; onChange: (moment: string | undefined) => void }) {
  const tell = (text: string) => text !== localOf(value) && onChange(momentOf(text));
  return (
    <TextInput
      key={value ?? ""}
      size="md"
      type="datetime-local"
      label={label}
      defaultValue={localOf(value)}
      onBlur={(event) => tell(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && tell(event.currentTarget.value)}
    />
  );
}
