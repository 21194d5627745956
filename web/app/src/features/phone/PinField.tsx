import { useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";

export interface PinFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (pin: string) => void;
  error: string | undefined;
}

/** Digits that nobody reads over the shoulder. No password manager is to keep them. */
export function PinField({ error, onChange, ...rest }: PinFieldProps) {
  const { t } = useLingui();
  return (
    <PasswordInput
      size="md"
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      maxLength={12}
      error={error}
      aria-invalid={error !== undefined}
      visibilityToggleButtonProps={{ "aria-label": t`Show or hide the PIN`, tabIndex: 0 }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
