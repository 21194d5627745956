import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { useOwnProfile } from "#features/session";
import { Page } from "#kit/Page.tsx";

import styles from "./admin.module.css";

/** The ways of administration, each with what it is for. What a person may not do is not offered. */
export function AdminRoute() {
  const { t } = useLingui();
  const { is_staff: staff = false, is_superuser: superuser = false } = useOwnProfile();
  if (!staff && !superuser) return <Page title={t`Administration`}><Text className="card">{t`This page is for staff.`}</Text></Page>;
  return (
    <Page title={t`Administration`}>
      <ul className={styles.ways}>
        <li>
          <Link to="/office/$kind" params={{ kind: "wheel-specifications" }}>
            <b>{t`Records`}</b>
            <span>{t`All records of each kind: filters, saved views, files for a spreadsheet.`}</span>
          </Link>
        </li>
        <li>
          <Link to="/forms">
            <b>{t`Forms`}</b>
            <span>{t`Build the forms that people fill in, and publish them.`}</span>
          </Link>
        </li>
        <li>
          <Link to="/admin/people">
            <b>{t`People`}</b>
            <span>{t`Create people, import them from a file, let them set a new password, say who reports to whom.`}</span>
          </Link>
        </li>
        <li>
          <Link to="/admin/depots">
            <b>{t`Zones, divisions and depots`}</b>
            <span>{superuser ? t`Where people work: add, rename and move.` : t`Where people work.`}</span>
          </Link>
        </li>
        {superuser && (
          <>
            <li>
              <Link to="/admin/settings">
                <b>{t`Settings`}</b>
                <span>{t`Whether people may register by themselves, and whether staff need a second factor.`}</span>
              </Link>
            </li>
            <li>
              <Link to="/admin/audit">
                <b>{t`Audit log`}</b>
                <span>{t`Who did what, when and from where; sealed against changes.`}</span>
              </Link>
            </li>
          </>
        )}
        <li>
          <Link to="/admin/health">
            <b>{t`Health`}</b>
            <span>{t`Whether the server works, its version, and the documentation of the API.`}</span>
          </Link>
        </li>
      </ul>
    </Page>
  );
}
