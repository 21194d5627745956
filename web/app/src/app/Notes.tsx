import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { Link, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useInstallation } from "#features/installation";
import { useSyncState } from "#features/sync";
import { UndoBar } from "#kit/UndoBar.tsx";

import styles from "./Shell.module.css";
import { appNumber } from "./app_number.ts";
import { takeNewRelease, useNewRelease } from "./releases.ts";

/** What somebody should know on whatever page: the most important first, one line each. */
export function Notes() {
  const { t } = useLingui();
  const { online } = useNetwork();
  const sync = useSyncState();
  const here = useRouterState({ select: ({ location }) => location.pathname });
  const fresh = useNewRelease();
  const tooOld = appNumber < (useInstallation().data?.oldest_app ?? 0);
  const filling = here.startsWith("/fill/");
  return (
    <>
      <div role="status">
        {tooOld && (
          <Note>
            {t`This app is too old for the server: nothing can be sent. Your forms are kept; load the app again, or save a rescue file.`}{" "}
            <Link to="/device">{t`This device`}</Link>
          </Note>
        )}
        {!online && <Note>{t`No network. What you fill in is kept here, and sent when there is.`}</Note>}
        {online && sync === "login" && (
          <Note>
            {t`You can go on working. To send your forms, log in again.`}{" "}
            <Link to="/login" search={{ next: here }}>{t`Log in`}</Link>
          </Note>
        )}
        {fresh && !filling && (
          <Note>
            {t`There is a new version of this app.`}{" "}
            <Button size="compact-md" variant="white" color="dark" onClick={takeNewRelease}>{t`Use it now`}</Button>
          </Note>
        )}
      </div>
      <UndoBar />
    </>
  );
}

const Note = ({ children }: { children: ReactNode }) => <p className={styles.note}>{children}</p>;
