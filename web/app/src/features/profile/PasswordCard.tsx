import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { PasswordField } from "#kit/fields.tsx";
import { useSending } from "#kit/sending.ts";

import { changePassword } from "./api/change_password.ts";

const none = { current_password: "", new_password: "", confirm_password: "" };

export function PasswordCard() {
  const { t } = useLingui();
  const [passwords, setPasswords] = useState(none);
  const [said, setSaid] = useState("");
  const sending = useSending(async () => {
    const { message } = await changePassword(passwords);
    setSaid(message);
    setPasswords(none);
  });
  const field = (name: keyof typeof none) => ({
    name,
    value: passwords[name],
    onChange: (value: string) => {
      setSaid("");
      setPasswords((before) => ({ ...before, [name]: value }));
    },
    error: sending.at(name),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sending.send();
  };
  return (
    <form onSubmit={submit} noValidate className="card">
      <Stack>
        <Title order={2} size="h4">{t`Change your password`}</Title>
        <FailureNote failure={sending.failure} shown={Object.keys(none)} />
        <PasswordField {...field("current_password")} label={t`Present password`} />
        <PasswordField {...field("new_password")} fresh label={t`New password`} />
        <PasswordField {...field("confirm_password")} fresh label={t`New password again`} />
        <Button type="submit" loading={sending.busy}>{t`Change the password`}</Button>
        <Text role="status">{said}</Text>
      </Stack>
    </form>
  );
}
