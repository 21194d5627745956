import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";

import styles from "./UndoBar.module.css";
import { endOffer, useOffer } from "./undo.ts";

export function UndoBar() {
  const { t } = useLingui();
  const offer = useOffer();
  const undo = async () => {
    endOffer();
    await offer?.undo();
  };
  return (
    <div role="status">
      {offer && (
        <div className={styles.bar}>
          {offer.text}
          <Button variant="white" onClick={() => void undo()}>{t`Undo`}</Button>
        </div>
      )}
    </div>
  );
}
