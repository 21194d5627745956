import { Textarea } from "@mantine/core";
import type { RefObject } from "react";

interface WordsProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Ctrl and Enter. */
  onSend: () => void;
  onLeave?: () => void;
  error?: string | undefined;
  required?: boolean;
  field?: RefObject<HTMLTextAreaElement | null>;
  most?: number;
}

/** Some sentences. Ctrl and Enter send them, Escape leaves the field; what was typed stays. */
export function Words({ label, value, onChange, onSend, onLeave, error, required = false, field, most = 2000 }: WordsProps) {
  return (
    <Textarea
      size="md"
      rows={2}
      label={label}
      value={value}
      maxLength={most}
      error={error}
      required={required}
      {...(field ? { ref: field } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          onSend();
        } else if (event.key === "Escape") {
          event.preventDefault();
          event.currentTarget.blur();
          onLeave?.();
        }
      }}
    />
  );
}
