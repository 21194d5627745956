import { useLingui } from "@lingui/react/macro";
import { Button, Title } from "@mantine/core";
import { useEffect, useRef } from "react";

import styles from "./review.module.css";

/** What the keys do. `inList`: with those that go through the queue. */
export function KeysHelp({ open, inList, onClose }: { open: boolean; inList: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const ofList: [string, string][] = [
    ["J", t`The next record`],
    ["K", t`The record before`],
    ["Enter", t`Open the record`],
    ["X", t`Choose it, to decide on many`],
    ["Shift X", t`Choose all up to it`],
  ];
  const keys: [string, string][] = [
    ...(inList ? ofList : []),
    ["Esc", t`Close what is open`],
    ["E", t`Take it into review`],
    ["A", t`Approve it`],
    ["R", t`Reject it`],
    ["I", t`Assign it`],
    ["C", t`Write a comment`],
    ["Ctrl Enter", t`Send what is typed`],
    ["?", t`Show these keys`],
  ];
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="keys" onClose={onClose}>
      <Title order={2} size="h4" id="keys">{t`Keys`}</Title>
      <dl className={styles.keys}>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Button variant="default" onClick={onClose}>{t`Close`}</Button>
    </dialog>
  );
}
