import { useLingui } from "@lingui/react/macro";
import { Button, Code, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";

import type { components } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { CodeField, PasswordField } from "#kit/fields.tsx";
import { useSending } from "#kit/sending.ts";

import { QrCode } from "./QrCode.tsx";
import { confirmSecondFactor } from "./api/confirm_second_factor.ts";
import { startSecondFactor } from "./api/start_second_factor.ts";

interface SetUpProps {
  onDone: (recoveryCodes: string[]) => Promise<void>;
  onCancel: () => void;
}

export function SetUp({ onDone, onCancel }: SetUpProps) {
  const { t } = useLingui();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [enrolment, setEnrolment] = useState<components["schemas"]["SecondFactorEnrolment"]>();
  const starting = useSending(async () => setEnrolment(await startSecondFactor({ password })));
  const confirming = useSending(async () => onDone((await confirmSecondFactor({ code })).recovery_codes));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (enrolment ? confirming : starting).send();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FailureNote failure={starting.failure ?? confirming.failure} shown={["password", "code"]} />
        {enrolment ? (
          <>
            <Text>{t`Scan this with your authenticator app, or type the key below into it.`}</Text>
            <QrCode text={enrolment.uri} label={t`The key as a QR code`} />
            <Code block style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
              {enrolment.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}
            </Code>
            <CodeField label={t`Code of the authenticator app`} name="code" value={code} onChange={setCode} error={confirming.at("code")} autoFocus />
          </>
        ) : (
          <PasswordField label={t`Password`} value={password} onChange={setPassword} error={starting.at("password")} autoFocus />
        )}
        <Button type="submit" loading={starting.busy || confirming.busy}>{t`Continue`}</Button>
        <Button variant="subtle" onClick={onCancel}>{t`Cancel`}</Button>
      </Stack>
    </form>
  );
}
