import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useRef, useState } from "react";

import type { Kind } from "#features/review";
import { Failure } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";

import { type Format, exportRecords } from "./api/export_records.ts";
import { type Progress, type Received, receive } from "./receiving.ts";
import styles from "./records.module.css";
import type { RecordsSearch } from "./search.ts";
import { useAmounts } from "./amounts.ts";

type State = { at: "rest" } | { at: "work"; progress: Progress } | { at: "end"; received: Received; format: Format } | { at: "failed"; failure: Failure };

/** Exports the list with its filters. A file that was cut is never saved without a word. */
export function ExportPanel({ kind, search }: { kind: Kind; search: RecordsSearch }) {
  const { t } = useLingui();
  const amounts = useAmounts();
  const [state, setState] = useState<State>({ at: "rest" });
  const controller = useRef<AbortController>(null);
  const save = (received: Received, format: Format) => {
    const address = URL.createObjectURL(received.file);
    const link = document.createElement("a");
    link.href = address;
    link.download = `${kind}${received.whole ? "" : "-incomplete"}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  const begin = async (format: Format) => {
    const mine = new AbortController();
    controller.current = mine;
    setState({ at: "work", progress: { bytes: 0, rows: undefined } });
    try {
      const stream = await exportRecords(kind, search, format, mine.signal);
      const received = await receive(stream, format, (progress) => setState({ at: "work", progress }), mine.signal);
      if (received.whole) save(received, format);
      setState({ at: "end", received, format });
    } catch (error) {
      if (mine.signal.aborted) setState({ at: "rest" });
      else setState({ at: "failed", failure: error instanceof Failure ? error : new Failure(0) });
    }
  };
  if (kind === "submissions" && search.form === undefined) {
    return <Text size="sm" c="dimmed">{t`To export, choose one form: each has columns of its own.`}</Text>;
  }
  return (
    <Stack gap="xs" className={styles.export}>
      <div className={styles.actions}>
        <Button variant="default" disabled={state.at === "work"} onClick={() => void begin("csv")}>{t`Export as CSV`}</Button>
        <Button variant="default" disabled={state.at === "work"} onClick={() => void begin("xlsx")}>{t`Export as a workbook`}</Button>
        {state.at === "work" && <Button variant="outline" onClick={() => controller.current?.abort()}>{t`Cancel`}</Button>}
      </div>
      <output>
        {state.at === "work" && amounts(state.progress)}
        {state.at === "end" && state.received.whole && `${t`The file is complete and saved.`} ${amounts(state.received.progress)}`}
      </output>
      {state.at === "end" && !state.received.whole && (
        <Alert color="red" variant="light" role="alert" title={t`The file is not complete`}>
          <Text>{t`The connection broke before its end. Export it again, or save what came.`}</Text>
          <Button mt="sm" variant="default" onClick={() => save(state.received, state.format)}>{t`Save what came`}</Button>
        </Alert>
      )}
      {state.at === "failed" && <FailureNote failure={state.failure} />}
    </Stack>
  );
}
