import { useLingui } from "@lingui/react/macro";
import { PasswordInput, TextInput, type TextInputProps } from "@mantine/core";

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  description?: string;
  autoFocus?: boolean;
  required?: boolean;
}

type TextFieldProps = FieldProps & Pick<TextInputProps, "type" | "inputMode" | "autoComplete" | "maxLength" | "name">;

export function TextField({ onChange, error, ...rest }: TextFieldProps) {
  return <TextInput size="md" {...rest} error={error} onChange={(event) => onChange(event.currentTarget.value)} />;
}

export function PhoneField(props: Omit<FieldProps, "label">) {
  const { t } = useLingui();
  return <TextField {...props} label={t`Phone number`} name="phone_number" type="tel" inputMode="tel" autoComplete="username" />;
}

export function PasswordField({ onChange, error, fresh = false, name, ...rest }: FieldProps & { fresh?: boolean; name?: string }) {
  const { t } = useLingui();
  return (
    <PasswordInput
      size="md"
      {...rest}
      name={name ?? "password"}
      error={error}
      aria-invalid={error !== undefined}
      autoComplete={fresh ? "new-password" : "current-password"}
      visibilityToggleButtonProps={{ "aria-label": t`Show or hide the password`, tabIndex: 0 }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Six digits that a message or an authenticator app shows; phones offer what just came. */
export function CodeField({ letters = false, ...props }: FieldProps & { letters?: boolean; name?: string }) {
  return <TextField {...props} inputMode={letters ? "text" : "numeric"} autoComplete="one-time-code" maxLength={40} />;
}
