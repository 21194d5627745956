import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { PeoplePage } from "#features/phone";

export function PeopleRoute() {
  const { t } = useLingui();
  const login = <Button component={Link} to="/login" variant="default">{t`Log in`}</Button>;
  // A fresh page: nothing of whoever worked here before is in its memory.
  return <PeoplePage onSwitched={() => location.assign("/")} login={login} />;
}
