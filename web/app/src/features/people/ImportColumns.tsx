import { useLingui } from "@lingui/react/macro";
import { Code } from "@mantine/core";

import table from "#kit/table.module.css";

import styles from "./people.module.css";

/** What the columns of a file mean that are not plain to see. */
export function ImportColumns({ superuser }: { superuser: boolean }) {
  const { t } = useLingui();
  const meanings: [names: string, meaning: string][] = [
    ["phone_number, first_name, last_name", t`These must be there. Give the column of phone numbers the format Text, or the spreadsheet changes them.`],
    ["depot", t`The code of a depot, such as KGP-WS.`],
    ["manager", t`The employee number or phone number of somebody who is there already, or of another person in the file.`],
    ["language", t`One of en, hi, mr, ta, bn and te.`],
    ["date_of_birth", t`Written as 1990-05-17.`],
    ["is_active", t`true or false; without it, true.`],
  ];
  if (superuser) {
    meanings.push(["is_staff, is_superuser", t`true or false; without them, false.`], ["sight", t`What staff see: own, depot, division or all.`]);
  }
  return (
    <details className={styles.more}>
      <summary>{t`What the columns mean`}</summary>
      <table className={table.table}>
        <tbody>
          {meanings.map(([names, meaning]) => (
            <tr key={names}>
              <td><Code>{names}</Code></td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
