import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { Page } from "#kit/Page.tsx";
import { useSending } from "#kit/sending.ts";

import { NewPasswordFields, noPassword } from "./NewPasswordFields.tsx";
import { confirmPasswordReset } from "./api/confirm_password_reset.ts";

/** `token` is of a one-time link; empty when somebody came without one. */
export function SetPasswordPage({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useLingui();
  const [password, setPassword] = useState(noPassword);
  const setting = useSending(async () => {
    await confirmPasswordReset({ token, ...password });
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await setting.send()) onDone();
  };
  return (
    <Page title={t`Set a new password`} narrow>
      {token ? (
        <form onSubmit={submit} noValidate>
          <Stack className="card">
            <FailureNote failure={setting.failure} shown={["new_password", "confirm_password"]} />
            <NewPasswordFields value={password} onChange={setPassword} sending={setting} />
            <Button type="submit" loading={setting.busy}>{t`Set the new password`}</Button>
          </Stack>
        </form>
      ) : (
        <Text className="card">{t`This link is not complete. Open it once more, whole, or ask for a new one.`}</Text>
      )}
    </Page>
  );
}
