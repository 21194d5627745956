import { useLingui } from "@lingui/react/macro";
import { SegmentedControl, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { UnsafeAddress, useInstallation } from "#features/installation";
import { Page } from "#kit/Page.tsx";

import { CodeLogin } from "./CodeLogin.tsx";
import { PasswordLogin } from "./PasswordLogin.tsx";

/** `onDone` is called when somebody is logged in. `links`: where else one can go from here. */
export function LoginPage({ onDone, links }: { onDone: () => void; links: ReactNode }) {
  const { t } = useLingui();
  const [phone, setPhone] = useState("");
  const [way, setWay] = useState("password");
  const byCode = useInstallation().data?.login_by_code ?? false;
  const Way = way === "code" && byCode ? CodeLogin : PasswordLogin;
  return (
    <Page title={t`Log in`} narrow>
      <UnsafeAddress />
      <Stack className="card">
        {byCode && (
          <SegmentedControl
            fullWidth
            size="md"
            value={way}
            onChange={setWay}
            aria-label={t`How to log in`}
            data={[
              { value: "password", label: t`Password` },
              { value: "code", label: t`Text message` },
            ]}
          />
        )}
        <Way phone={phone} onPhone={setPhone} onDone={onDone} />
        {links}
      </Stack>
    </Page>
  );
}
