import { useLingui } from "@lingui/react/macro";

import { useSafety } from "./hooks.ts";
import type { OpenDraft } from "./open_draft.ts";
import styles from "./drafts.module.css";

/** Beside a field: whether what stands in it is kept on the device. Says nothing where nothing was typed. */
export function KeptMark({ open, path }: { open: OpenDraft; path: string }) {
  const { t } = useLingui();
  const safety = useSafety(open, path);
  const blank = [undefined, null, ""].includes(open.value(path) as never);
  if (safety === "kept") return blank ? null : <span className={styles.kept} data-kept={path}>{t`kept`}</span>;
  if (safety === "keeping") return <span className={styles.keeping}>…</span>;
  return <span className={styles.lost}>{t`not kept`}</span>;
}
