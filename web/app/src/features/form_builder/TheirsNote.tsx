import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMemo } from "react";

import { DifferenceList } from "./DifferenceList.tsx";
import styles from "./builder.module.css";
import { differencesOf } from "./model/differences.ts";
import { definitionOf, draftOf } from "./model/field.ts";
import type { OpenForm, Seen } from "./model/open_form.ts";

/** Somebody else changed the form while it was open here: what they changed, and what to do. */
export function TheirsNote({ open, seen: { theirs, stored } }: { open: OpenForm; seen: Seen }) {
  const { t } = useLingui();
  const differences = useMemo(() => (theirs ? differencesOf(definitionOf(stored), definitionOf(draftOf(theirs.form))) : []), [theirs, stored]);
  if (!theirs) return null;
  return (
    <Alert color="orange" variant="light" role="alert" className={styles.note} title={t`Somebody else changed this form meanwhile`}>
      <Stack gap="sm">
        <Text>{t`What you changed is still here, and is kept on this device. This is what they changed:`}</Text>
        <DifferenceList differences={differences} />
        <div className={styles.acts}>
          <Button onClick={() => open.takeTheirs()}>{t`Go on with theirs`}</Button>
          <Button variant="default" onClick={() => open.keepMine()}>{t`Put mine in its place`}</Button>
        </div>
        <Text size="sm">{t`Either way nothing is lost: Undo brings back what you had here, and their changes stay in the history of the form.`}</Text>
      </Stack>
    </Alert>
  );
}
