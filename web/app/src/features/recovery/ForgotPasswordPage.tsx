import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

import { useInstallation } from "#features/installation";
import { newChallenge } from "#kit/challenge.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { CodeField, PhoneField } from "#kit/fields.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { useSending } from "#kit/sending.ts";

import { NewPasswordFields, noPassword } from "./NewPasswordFields.tsx";
import { confirmPasswordReset } from "./api/confirm_password_reset.ts";
import { sendPasswordResetCode } from "./api/send_password_reset_code.ts";

const shown = ["phone_number", "code", "new_password", "confirm_password"];

export function ForgotPasswordPage({ onDone, links }: { onDone: () => void; links: ReactNode }) {
  const { t } = useLingui();
  const installation = useInstallation();
  return (
    <Page title={t`Forgot your password?`} narrow>
      <Stack className="card">
        <Loaded query={installation}>
          {({ login_by_code }) =>
            login_by_code ? <ByCode onDone={onDone} /> : <Text>{t`Ask an administrator for a link with which you set a new password.`}</Text>
          }
        </Loaded>
        {links}
      </Stack>
    </Page>
  );
}

function ByCode({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const [challenge] = useState(newChallenge);
  const [phone, setPhone] = useState("");
  const [said, setSaid] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState(noPassword);
  const asking = useSending(async () => setSaid((await sendPasswordResetCode({ phone_number: phone, challenge })).message));
  const setting = useSending(async () => {
    await confirmPasswordReset({ phone_number: phone, challenge, code, ...password });
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!said) return void asking.send();
    if (await setting.send()) onDone();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FailureNote failure={asking.failure ?? setting.failure} shown={shown} />
        <PhoneField value={phone} onChange={setPhone} error={asking.at("phone_number") ?? setting.at("phone_number")} />
        {said && (
          <>
            <Text role="status">{said}</Text>
            <CodeField label={t`Code of the text message`} name="code" value={code} onChange={setCode} error={setting.at("code")} autoFocus />
            <NewPasswordFields value={password} onChange={setPassword} sending={setting} />
          </>
        )}
        <Button type="submit" loading={asking.busy || setting.busy}>
          {said ? t`Set the new password` : t`Send a code`}
        </Button>
        {said && <Button variant="subtle" onClick={() => void asking.send()}>{t`Send another code`}</Button>}
      </Stack>
    </form>
  );
}
