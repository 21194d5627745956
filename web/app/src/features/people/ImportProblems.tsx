import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Code, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { saveCsv } from "#kit/save_file.ts";
import table from "#kit/table.module.css";

import { type Problem, countByColumn, problemsFile } from "./problems.ts";

/** Every row's problem, as the spreadsheet numbers the rows; `more`: how many more there are than the server tells. */
export function ImportProblems({ problems, more }: { problems: readonly Problem[]; more: number }) {
  const { t } = useLingui();
  const [column, setColumn] = useState<string>();
  const all = problems.length + more;
  const told = problems.length;
  const heads: [string, string, string] = [t`Row`, t`Column`, t`Problem`];
  const counts = countByColumn(problems);
  const shown = column === undefined ? problems : problems.filter((one) => one.column === column);
  const choices = [
    { value: "*", label: t`All columns` },
    ...counts.map(([name, number]) => ({ value: `=${name}`, label: `${name || t`The whole row`} (${number})` })),
  ];
  return (
    <Stack gap="sm">
      <Alert color="red" variant="light" role="alert">{t`Nobody was imported. Problems in the file: ${all}. Correct them in the spreadsheet, save it, and choose it again.`}</Alert>
      <div className={table.filters}>
        <NativeSelect size="md" label={t`Show problems of`} data={choices} value={column === undefined ? "*" : `=${column}`} onChange={({ currentTarget: { value } }) => setColumn(value === "*" ? undefined : value.slice(1))} />
        <Button variant="default" onClick={() => saveCsv("import-problems.csv", problemsFile(problems, heads))}>{t`Save the problems as CSV`}</Button>
      </div>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, column: name, code, message }) => (
            <tr key={`${row} ${name} ${code}`}>
              <td data-label={heads[0]}>{row || t`The whole file`}</td>
              <td data-label={heads[1]}>{name && <Code>{name}</Code>}</td>
              <td data-label={heads[2]}>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <Text size="sm">{t`Only the first ${told} problems are shown. Correct these first.`}</Text>}
    </Stack>
  );
}
