import { TextInput, Textarea } from "@mantine/core";
import type { ReactNode } from "react";

export interface TextBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  hint?: string | undefined;
  placeholder?: string | undefined;
  lang?: string | undefined;
  lines?: number;
  numeric?: boolean;
  mono?: boolean;
  aside?: ReactNode;
}

/** A text that is edited. */
export function TextBox({ label, value, onChange, error, hint, placeholder, lang, lines, numeric, mono, aside }: TextBoxProps) {
  const common = {
    size: "md" as const,
    label,
    value,
    error,
    "aria-invalid": error !== undefined,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    ...(hint ? { description: hint } : {}),
    ...(placeholder ? { placeholder } : {}),
    ...(lang ? { lang } : {}),
    ...(mono ? { styles: { input: { fontFamily: "var(--mantine-font-family-monospace)" } } } : {}),
  };
  if (lines !== undefined) return <Textarea {...common} rows={lines} resize="vertical" />;
  return <TextInput {...common} {...(numeric ? { inputMode: "decimal" as const } : {})} {...(aside ? { rightSection: aside, rightSectionWidth: 44 } : {})} />;
}
