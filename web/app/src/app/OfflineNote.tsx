import { useLingui } from "@lingui/react/macro";
import { useNetwork } from "@mantine/hooks";

import styles from "./Shell.module.css";

export function OfflineNote() {
  const { t } = useLingui();
  const { online } = useNetwork();
  return (
    <div role="status">{online ? null : <p className={styles.offline}>{t`No network. What you see may be old.`}</p>}</div>
  );
}
