import { TextInput, Textarea, type TextInputProps } from "@mantine/core";

import { KeptMark, type OpenDraft, useProblem, useValue } from "#features/drafts";
import { FieldLabel } from "#kit/FieldLabel.tsx";

import { Found } from "./Found.tsx";
import type { Finding } from "./judge.ts";

interface HeaderFieldProps extends Pick<TextInputProps, "type" | "description" | "autoCapitalize"> {
  open: OpenDraft;
  path: string;
  label: string;
  required?: boolean;
  /** Of several lines. */
  long?: boolean;
  findings?: Finding[];
  findingText?: (finding: Finding) => string;
}

/** A text or a date about the bogie. */
export function HeaderField({ open, path, label, required = false, long = false, findings = [], findingText, ...rest }: HeaderFieldProps) {
  const [value, set] = useValue<string>(open, path);
  const problem = useProblem(open, path);
  const given = {
    ...rest,
    size: "md",
    id: path,
    name: path,
    autoComplete: "off",
    value: value ?? "",
    error: problem,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => set(currentTarget.value.trim() === "" ? undefined : currentTarget.value),
  };
  return (
    <div>
      <FieldLabel htmlFor={path} required={required} mark={<KeptMark open={open} path={path} />}>
        {label}
      </FieldLabel>
      {long ? <Textarea {...given} rows={4} /> : <TextInput {...given} />}
      {findingText && findings.filter((finding) => finding.path === path).map((finding) => <Found key={finding.code} severity={finding.severity} text={findingText(finding)} />)}
    </div>
  );
}
