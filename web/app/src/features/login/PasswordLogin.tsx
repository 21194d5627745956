import { useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { PasswordField, PhoneField } from "#kit/fields.tsx";
import { useSending } from "#kit/sending.ts";

import { logIn } from "./api/log_in.ts";
import { SecondFactorField, asksForSecondFactor } from "./second_factor.tsx";

export interface WayProps {
  phone: string;
  onPhone: (phone: string) => void;
  onDone: () => void;
}

export function PasswordLogin({ phone, onPhone, onDone }: WayProps) {
  const { t } = useLingui();
  const [password, setPassword] = useState("");
  const [factor, setFactor] = useState("");
  const [needed, setNeeded] = useState(false);
  const sending = useSending(async () => {
    await logIn({ phone_number: phone, password, ...(needed && { second_factor: factor }) });
  });
  if (!needed && asksForSecondFactor(sending.failure)) {
    setNeeded(true);
    sending.forget();
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await sending.send()) onDone();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FailureNote failure={sending.failure} shown={["phone_number", "password", "second_factor"]} />
        <PhoneField value={phone} onChange={onPhone} error={sending.at("phone_number")} />
        <PasswordField label={t`Password`} value={password} onChange={setPassword} error={sending.at("password")} />
        {needed && <SecondFactorField value={factor} onChange={setFactor} error={sending.at("second_factor")} />}
        <Button type="submit" loading={sending.busy}>{t`Log in`}</Button>
      </Stack>
    </form>
  );
}
