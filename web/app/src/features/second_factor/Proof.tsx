import { useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";

import type { components } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { CodeField, PasswordField } from "#kit/fields.tsx";
import { useSending } from "#kit/sending.ts";

interface ProofProps {
  action: string;
  onProof: (proof: components["schemas"]["SecondFactorProof"]) => Promise<void>;
  onCancel: () => void;
}

/** Changes of the second factor ask for both: whoever finds an unlocked phone cannot make them. */
export function Proof({ action, onProof, onCancel }: ProofProps) {
  const { t } = useLingui();
  const [password, setPassword] = useState("");
  const [factor, setFactor] = useState("");
  const sending = useSending(() => onProof({ password, second_factor: factor }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sending.send();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FailureNote failure={sending.failure} shown={["password", "second_factor"]} />
        <PasswordField label={t`Password`} value={password} onChange={setPassword} error={sending.at("password")} />
        <CodeField letters label={t`Code of the authenticator app`} name="second_factor" value={factor} onChange={setFactor} error={sending.at("second_factor")} />
        <Button type="submit" loading={sending.busy}>
          {action}
        </Button>
        <Button variant="subtle" onClick={onCancel}>{t`Cancel`}</Button>
      </Stack>
    </form>
  );
}
