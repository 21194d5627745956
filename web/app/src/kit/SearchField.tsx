import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

/** A filter that is typed. It is told a moment after the last letter, and follows the address when that changes by itself. */
export function SearchField({ value, onChange, label, placeholder }: { value: string; onChange: (value: string) => void; label: string; placeholder?: string }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const tell = useDebouncedCallback(onChange, 300);
  if (value !== known) {
    setKnown(value);
    if (value !== typed.trim()) setTyped(value);
  }
  const change = (text: string) => {
    setTyped(text);
    tell(text.trim());
  };
  return <TextInput size="md" type="search" label={label} {...(placeholder ? { placeholder } : {})} maxLength={100} autoComplete="off" value={typed} onChange={(event) => change(event.currentTarget.value)} />;
}
