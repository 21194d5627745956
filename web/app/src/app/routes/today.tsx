import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { useOwnProfile } from "#features/session";
import { TodayPage } from "#features/today";

export function TodayRoute() {
  const { t } = useLingui();
  const profile = useOwnProfile();
  const links = profile.is_superuser ? <Anchor component={Link} to="/admin">{t`Administration`}</Anchor> : null;
  return <TodayPage links={links} />;
}
