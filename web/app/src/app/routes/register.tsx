import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { RegisterPage } from "#features/registration";

import { useArrival } from "../arrival.ts";

export function RegisterRoute() {
  const { t } = useLingui();
  const arrive = useArrival();
  const links = <Anchor component={Link} to="/login">{t`Back to the login`}</Anchor>;
  return <RegisterPage onDone={() => void arrive()} links={links} />;
}
