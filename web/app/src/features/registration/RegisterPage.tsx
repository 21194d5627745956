import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

import { UnsafeAddress, useInstallation } from "#features/installation";
import { FailureNote } from "#kit/FailureNote.tsx";
import { PasswordField, PhoneField, TextField } from "#kit/fields.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { useSending } from "#kit/sending.ts";

import { register } from "./api/register.ts";

const nobody = { first_name: "", last_name: "", phone_number: "", password: "", confirm_password: "" };

export function RegisterPage({ onDone, links }: { onDone: () => void; links: ReactNode }) {
  const { t } = useLingui();
  return (
    <Page title={t`Register`} narrow>
      <UnsafeAddress />
      <Stack className="card">
        <Loaded query={useInstallation()}>
          {({ registration_open }) =>
            registration_open ? <Registration onDone={onDone} /> : <Text>{t`Here, only administrators register people. Ask one of them.`}</Text>
          }
        </Loaded>
        {links}
      </Stack>
    </Page>
  );
}

function Registration({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const [person, setPerson] = useState(nobody);
  const sending = useSending(async () => {
    await register(person);
  });
  const field = (name: keyof typeof nobody) => ({
    value: person[name],
    onChange: (value: string) => setPerson((before) => ({ ...before, [name]: value })),
    error: sending.at(name),
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await sending.send()) onDone();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FailureNote failure={sending.failure} shown={Object.keys(nobody)} />
        <TextField {...field("first_name")} name="first_name" label={t`First name`} autoComplete="given-name" />
        <TextField {...field("last_name")} name="last_name" label={t`Last name`} autoComplete="family-name" />
        <PhoneField {...field("phone_number")} />
        <PasswordField {...field("password")} fresh label={t`Password`} />
        <PasswordField {...field("confirm_password")} fresh name="confirm_password" label={t`Password again`} />
        <Button type="submit" loading={sending.busy}>{t`Register`}</Button>
      </Stack>
    </form>
  );
}
