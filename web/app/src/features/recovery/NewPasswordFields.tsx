import { useLingui } from "@lingui/react/macro";

import { PasswordField } from "#kit/fields.tsx";
import type { Sending } from "#kit/sending.ts";

export interface NewPassword {
  new_password: string;
  confirm_password: string;
}

export const noPassword: NewPassword = { new_password: "", confirm_password: "" };

export function NewPasswordFields({ value, onChange, sending }: { value: NewPassword; onChange: (value: NewPassword) => void; sending: Sending }) {
  const { t } = useLingui();
  return (
    <>
      <PasswordField
        fresh
        name="new_password"
        label={t`New password`}
        description={t`A few words that belong together only for you are easy to remember and hard to guess.`}
        value={value.new_password}
        onChange={(new_password) => onChange({ ...value, new_password })}
        error={sending.at("new_password")}
      />
      <PasswordField
        fresh
        name="confirm_password"
        label={t`New password again`}
        value={value.confirm_password}
        onChange={(confirm_password) => onChange({ ...value, confirm_password })}
        error={sending.at("confirm_password")}
      />
    </>
  );
}
