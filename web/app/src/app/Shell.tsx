import { useLingui } from "@lingui/react/macro";
import { Link, Outlet } from "@tanstack/react-router";
import { useEffect } from "react";

import { useOwnProfile } from "#features/session";
import { keepSynchronised } from "#features/sync";

import styles from "./Shell.module.css";
import { SkipLink } from "./SkipLink.tsx";
import { Notes } from "./Notes.tsx";

/** What is around the pages of somebody who is logged in. On a phone, the ways are below, where the thumb is. */
export function Shell() {
  const { t } = useLingui();
  const { full_name: name, is_staff: staff, is_superuser: superuser } = useOwnProfile();
  useEffect(keepSynchronised, []);
  return (
    <div className={styles.shell}>
      <SkipLink />
      <header className={styles.bar}>
        <span className={styles.name}>KPA ERP</span>
        <span className={styles.person}>{name}</span>
      </header>
      <nav className={styles.ways} aria-label={t`Main pages`}>
        <Link to="/">{t`Today`}</Link>
        {(staff || superuser) && (
          <>
            <Link to="/review">{t`Review`}</Link>
            <Link to="/office/$kind" params={{ kind: "wheel-specifications" }} className={styles.wide}>{t`Records`}</Link>
            <Link to="/forms" className={styles.wide}>{t`Forms`}</Link>
            <Link to="/admin">{t`Administration`}</Link>
          </>
        )}
        <Link to="/device">{t`This device`}</Link>
        <Link to="/profile">{t`Profile`}</Link>
      </nav>
      <div className={styles.content}>
        <Notes />
        <Outlet />
      </div>
    </div>
  );
}
