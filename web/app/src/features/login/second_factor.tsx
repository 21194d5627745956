import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";

import type { Failure } from "#kit/api.ts";
import { CodeField } from "#kit/fields.tsx";

/** Whether the server has said that this person's login needs their second factor too. It is asked for only then. */
export const asksForSecondFactor = (failure: Failure | undefined) => failure?.code === "second_factor_required";

export function SecondFactorField({ value, onChange, error }: { value: string; onChange: (code: string) => void; error?: string | undefined }) {
  const { t } = useLingui();
  return (
    <>
      <Text size="sm">{t`One more step: open your authenticator app and type the code that it shows. Without your phone, use one of your recovery codes.`}</Text>
      <CodeField label={t`Code of the authenticator app`} name="second_factor" value={value} onChange={onChange} error={error} letters autoFocus />
    </>
  );
}
