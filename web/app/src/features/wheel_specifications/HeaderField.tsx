import { TextInput, type TextInputProps } from "@mantine/core";

import { KeptMark, type OpenDraft, useProblem, useValue } from "#features/drafts";
import { FieldLabel } from "#kit/FieldLabel.tsx";

interface HeaderFieldProps extends Pick<TextInputProps, "type" | "description" | "autoCapitalize" | "maxLength"> {
  open: OpenDraft;
  path: string;
  label: string;
  required?: boolean;
}

/** A text or a date above the measurements. */
export function HeaderField({ open, path, label, required = false, ...rest }: HeaderFieldProps) {
  const [value, set] = useValue<string>(open, path);
  const problem = useProblem(open, path);
  return (
    <div>
      <FieldLabel htmlFor={path} required={required} mark={<KeptMark open={open} path={path} />}>
        {label}
      </FieldLabel>
      <TextInput
        size="md"
        {...rest}
        id={path}
        name={path}
        autoComplete="off"
        value={value ?? ""}
        error={problem}
        onChange={(event) => {
          const text = event.currentTarget.value;
          set(text.trim() === "" ? undefined : text);
        }}
      />
    </div>
  );
}
