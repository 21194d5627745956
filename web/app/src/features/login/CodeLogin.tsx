import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { newChallenge } from "#kit/challenge.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { CodeField, PhoneField } from "#kit/fields.tsx";
import { useSending } from "#kit/sending.ts";

import type { WayProps } from "./PasswordLogin.tsx";
import { sendLoginCode } from "./api/send_login_code.ts";
import { verifyLoginCode } from "./api/verify_login_code.ts";
import { SecondFactorField, asksForSecondFactor } from "./second_factor.tsx";

export function CodeLogin({ phone, onPhone, onDone }: WayProps) {
  const { t } = useLingui();
  const [challenge] = useState(newChallenge);
  const [said, setSaid] = useState("");
  const [code, setCode] = useState("");
  const [factor, setFactor] = useState("");
  const [needed, setNeeded] = useState(false);
  const asking = useSending(async () => setSaid((await sendLoginCode({ phone_number: phone, challenge })).message));
  const verifying = useSending(async () => {
    await verifyLoginCode({ phone_number: phone, challenge, code, ...(needed && { second_factor: factor }) });
  });
  if (!needed && asksForSecondFactor(verifying.failure)) {
    setNeeded(true);
    verifying.forget();
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!said) return void asking.send();
    if (await verifying.send()) onDone();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FailureNote failure={asking.failure ?? verifying.failure} shown={["phone_number", "code", "second_factor"]} />
        <PhoneField value={phone} onChange={onPhone} error={asking.at("phone_number") ?? verifying.at("phone_number")} />
        {said && (
          <>
            <Text role="status">{said}</Text>
            <CodeField label={t`Code of the text message`} name="code" value={code} onChange={setCode} error={verifying.at("code")} autoFocus />
          </>
        )}
        {needed && <SecondFactorField value={factor} onChange={setFactor} error={verifying.at("second_factor")} />}
        <Button type="submit" loading={asking.busy || verifying.busy}>
          {said ? t`Log in` : t`Send a code`}
        </Button>
        {said && <Button variant="subtle" onClick={() => void asking.send()}>{t`Send another code`}</Button>}
      </Stack>
    </form>
  );
}
