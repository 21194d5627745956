import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";

import { useExplanation } from "#kit/FailureNote.tsx";

import styles from "./builder.module.css";
import type { OpenForm, Safety, Seen } from "./model/open_form.ts";

/** Whether the server has what is on the page. */
export function SaveState({ open, seen }: { open: OpenForm; seen: Seen }) {
  const { t } = useLingui();
  const explain = useExplanation();
  const count = seen.problems.length;
  const texts: Record<Safety, string> = {
    saved: t`Everything is saved.`,
    waiting: t`Saving …`,
    saving: t`Saving …`,
    refused: t`Not saved yet. Places to correct: ${count}`,
    unreachable: t`Not saved: the server cannot be reached. It is kept on this device and tried again.`,
    stale: t`Not saved: somebody else changed the form.`,
    failed: seen.failure ? explain(seen.failure) : "",
  };
  const bad = seen.safety === "unreachable" || seen.safety === "stale" || seen.safety === "failed" || seen.safety === "refused";
  return (
    <div className={styles.safety}>
      <Text role="status" size="sm" c={bad ? "red" : "dimmed"} data-safety={seen.safety}>{texts[seen.safety]}</Text>
      {(seen.safety === "unreachable" || seen.safety === "failed") && <Button size="sm" variant="default" onClick={() => open.retry()}>{t`Try again`}</Button>}
    </div>
  );
}
