import { useLingui } from "@lingui/react/macro";
import { Button, Title } from "@mantine/core";
import { useEffect, useRef } from "react";

import styles from "./builder.module.css";

/** The keys of this page. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const keys: [string, string][] = [
    ["Ctrl+Z", t`Take an edit back`],
    ["Ctrl+Y", t`Do it again`],
    ["↑ ↓", t`In the list of fields: the field before, the next field`],
    ["← →", t`In the list of fields: close and open a group`],
    ["Alt+↑ ↓", t`Move the chosen field up or down`],
    ["Alt+→", t`Move it into the group before it`],
    ["Alt+←", t`Move it out of its group`],
    ["Enter", t`To its properties`],
    ["Ctrl+D", t`Copy it`],
    ["Delete", t`Remove it`],
    ["?", t`These keys`],
  ];
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="keys-of-builder" onClose={onClose}>
      <Title order={2} size="h4" id="keys-of-builder">{t`Keys`}</Title>
      <dl className="fields">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button mt="md" onClick={() => dialog.current?.close()}>{t`Close`}</Button>
    </dialog>
  );
}
