import { useLingui } from "@lingui/react/macro";
import { Anchor, Stack, Text } from "@mantine/core";
import { Link, useRouter, useSearch } from "@tanstack/react-router";

import { useInstallation } from "#features/installation";
import { LoginPage } from "#features/login";

import { useArrival } from "../arrival.ts";

export function LoginRoute() {
  const { t } = useLingui();
  const { next } = useSearch({ from: "/door/login" });
  const arrive = useArrival();
  const said = useRouter().state.location.state.said;
  const installation = useInstallation().data;
  const links = (
    <Stack gap="xs" align="flex-start">
      {said === "password set" && <Text role="status">{t`The new password is set. Log in with it.`}</Text>}
      <Anchor component={Link} to="/forgot-password">{t`Forgot your password?`}</Anchor>
      {installation?.registration_open && <Anchor component={Link} to="/register">{t`Register`}</Anchor>}
      {installation?.awaits_first_superuser && <Anchor component={Link} to="/welcome">{t`First steps of a new installation`}</Anchor>}
    </Stack>
  );
  return <LoginPage onDone={() => void arrive(next)} links={links} />;
}

declare module "@tanstack/history" {
  interface HistoryState {
    /** What the page that led here has done. */
    said?: "password set";
  }
}
