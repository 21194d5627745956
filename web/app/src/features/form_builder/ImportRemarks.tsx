import { useLingui } from "@lingui/react/macro";
import { Alert, Code } from "@mantine/core";

import styles from "./forms.module.css";

export interface Remark {
  /** Where in the file: `survey!G12`. */
  path: string;
  message: string;
}

/** What was left out of a form that came as a file, or, where it is `wrong`, why it could not be taken. */
export function ImportRemarks({ remarks, wrong = false }: { remarks: Remark[]; wrong?: boolean }) {
  const { t } = useLingui();
  const count = remarks.length;
  return (
    <Alert color={wrong ? "red" : "orange"} variant="light" className={styles.note} role={wrong ? "alert" : "status"} title={wrong ? t`The form could not be taken. Places to correct: ${count}` : t`The form is here. Left out of it: ${count}`}>
      <ul className={styles.remarks}>
        {remarks.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {path && <Code>{path}</Code>} {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
