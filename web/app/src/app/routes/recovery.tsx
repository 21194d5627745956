import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { ForgotPasswordPage, SetPasswordPage } from "#features/recovery";

function useLoginAfterwards() {
  const navigate = useNavigate();
  return () => void navigate({ to: "/login", state: { said: "password set" } });
}

export function ForgotPasswordRoute() {
  const { t } = useLingui();
  const links = <Anchor component={Link} to="/login">{t`Back to the login`}</Anchor>;
  return <ForgotPasswordPage onDone={useLoginAfterwards()} links={links} />;
}

/** The link's token is behind the #: browsers send that to no server, so it is in no log. */
export function SetPasswordRoute() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
  return <SetPasswordPage token={token} onDone={useLoginAfterwards()} />;
}
