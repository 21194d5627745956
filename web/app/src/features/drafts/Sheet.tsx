import { useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { Page } from "#kit/Page.tsx";
import { useSending } from "#kit/sending.ts";

import { useSafety, useWhole } from "./hooks.ts";
import type { OpenDraft } from "./open_draft.ts";
import styles from "./drafts.module.css";

/** Something that stands against sending: where, and what to do. */
export interface SheetProblem {
  path: string;
  /** The field's name for people. */
  label: string;
  message: string;
}

export interface SheetProps {
  open: OpenDraft;
  /** Puts the form into the queue; called when everything is kept and nothing stands against it. */
  onSend: () => Promise<void>;
  onDiscard: () => void;
}

/** Brings the field with this path (its `name`, or `data-path`) into view and under the hand. */
export function goToField(path: string): void {
  const escaped = CSS.escape(path);
  const field = document.querySelector<HTMLElement>(`[name="${escaped}"], [data-path="${escaped}"]`);
  field?.scrollIntoView({ block: "center" });
  const control = field?.matches("input, textarea, select, button") ? field : field?.querySelector<HTMLElement>("input, textarea, select, button");
  control?.focus({ preventScroll: true });
}

/** What is around each form that is filled in. `problemsOf` is asked when somebody wants to send; fields show the server's problems themselves. */
export function Sheet({
  open,
  title,
  labelOf,
  problemsOf,
  onSend,
  onDiscard,
  children,
}: SheetProps & { title: string; labelOf: (path: string) => string; problemsOf: () => SheetProblem[]; children: ReactNode }) {
  const { t } = useLingui();
  const [found, setFound] = useState<SheetProblem[]>([]);
  const sending = useSending(async () => {
    if (await open.settled()) await onSend();
  });
  const send = () => {
    const problems = problemsOf();
    setFound(problems);
    if (problems[0]) goToField(problems[0].path);
    else void sending.send();
  };
  return (
    <Page title={title}>
      <Stack>
        <SentBack open={open} labelOf={labelOf} />
        <FailureNote failure={sending.failure} />
        {found.length > 0 && (
          <Alert color="red" variant="light" role="alert" title={t`This stands against sending:`}>
            <ul className="plain-list">
              {found.map(({ path, label, message }) => (
                <li key={path + message}>
                  <Anchor component="button" type="button" onClick={() => goToField(path)}>{label}</Anchor>: {message}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {children}
        <Button variant="subtle" color="red" onClick={onDiscard}>{t`Discard this form`}</Button>
      </Stack>
      <div className={styles.foot}>
        <WholeSafety open={open} />
        <Button size="lg" loading={sending.busy} onClick={send}>{t`Send`}</Button>
      </div>
    </Page>
  );
}

/** Of a record that a reviewer sent back: why, and which fields. */
function SentBack({ open, labelOf }: { open: OpenDraft; labelOf: (path: string) => string }) {
  const { t } = useLingui();
  const rejection = open.draft.base?.record.rejection as { reason: string; pins: { field: string; note?: string | null }[] } | null | undefined;
  if (!rejection) return null;
  return (
    <Alert color="orange" variant="light" title={t`Sent back to you`}>
      <Text>{rejection.reason}</Text>
      <ul className="plain-list">
        {rejection.pins.map(({ field, note }) => (
          <li key={field}>
            <Anchor component="button" type="button" onClick={() => goToField(field)}>{labelOf(field)}</Anchor>
            {note ? `: ${note}` : null}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function WholeSafety({ open }: { open: OpenDraft }) {
  const { t } = useLingui();
  const safety = useSafety(open, "");
  const { changedAt, startedAt } = useWhole(open);
  const texts = {
    kept: changedAt > startedAt ? t`Everything is kept on this device.` : t`What you fill in is kept on this device.`,
    keeping: t`Keeping …`,
    failed: t`This device cannot keep what you typed: its storage may be full. Do not close this page; free some space.`,
    gone: t`Another window has sent or discarded this form. Nothing more that you type here is kept.`,
  };
  const bad = safety === "failed" || safety === "gone";
  return (
    <Text role={bad ? "alert" : "status"} size="sm" c={bad ? "red" : "dimmed"} data-safety={safety} style={{ flex: "1 1 10rem" }}>
      {texts[safety]}
    </Text>
  );
}
