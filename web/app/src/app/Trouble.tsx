import { useLingui } from "@lingui/react/macro";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Link, type ErrorComponentProps, useRouter } from "@tanstack/react-router";

import { Failure } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Page } from "#kit/Page.tsx";

/** A page that cannot be shown: the server does not answer, or the app itself failed. */
export function Trouble({ error }: ErrorComponentProps) {
  const { t } = useLingui();
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const again = () => {
    reset();
    // A script that could not be loaded is asked for again only by a fresh page.
    if (error instanceof Failure) void router.invalidate();
    else location.reload();
  };
  return (
    <Page title={t`This page cannot be shown now`} narrow>
      <FailureNote failure={error instanceof Failure ? error : new Failure(0)} onRetry={again} />
    </Page>
  );
}

export function NoSuchPage() {
  const { t } = useLingui();
  return (
    <Page title={t`There is no such page`} narrow>
      <Link to="/">{t`To the first page`}</Link>
    </Page>
  );
}
