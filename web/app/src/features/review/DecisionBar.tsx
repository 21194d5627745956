import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { useOwnProfile } from "#features/session";
import type { components } from "#kit/api.ts";
import { useSending } from "#kit/sending.ts";

import { AssignPanel } from "./AssignPanel.tsx";
import { PinList } from "./PinList.tsx";
import { StaleNote } from "./StaleNote.tsx";
import { Words } from "./Words.tsx";
import { type Step, decide } from "./api/decide.ts";
import { type Review, reviewKey } from "./api/get_review.ts";
import { countsKey } from "./api/count_queue.ts";
import { useWorkflows } from "./api/list_workflows.ts";
import type { Kind } from "./kinds.ts";
import styles from "./review.module.css";
import { useShortcuts } from "./shortcuts.ts";
import { useUnsent } from "./unsent.ts";

export type ReviewState = components["schemas"]["ReviewState"];

interface BarProps {
  review: Review;
  labelOf: (path: string) => string;
  nameOf: (id: number | null | undefined) => string;
  pins: ReadonlyMap<string, string>;
  onPins: (pins: ReadonlyMap<string, string>) => void;
  /** What a pin asked for: the reason of a rejection. */
  rejecting: boolean;
  onRejecting: (rejecting: boolean) => void;
  onDecided: (state: ReviewState, step: Step | "assign") => void;
}

/** A record must have been shown so long before a key decides on it: a key pressed twice would decide on the next one unseen. */
const seenFor = 400; // milliseconds

/** The steps that this person may take now, as the server says, and what they need. */
export function DecisionBar({ review, labelOf, nameOf, pins, onPins, rejecting, onRejecting, onDecided }: BarProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const profile = useOwnProfile();
  const kind = review.kind as Kind;
  const purpose = `${kind}/${review.id}`;
  const [note, setNote] = useUnsent(`note ${purpose}`);
  const [reason, setReason] = useUnsent(`reason ${purpose}`);
  const [panel, setPanel] = useState<"note" | "assign">();
  const words = useRef<HTMLTextAreaElement>(null);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const shownAt = useRef(0);
  /** The version that was decided on: until the next one is shown, the same key again means nothing. */
  const decidedOn = useRef("");
  const shown = `${purpose} ${review.version}`;
  useEffect(() => {
    if (shown) shownAt.current = performance.now();
  }, [shown]);
  useEffect(() => {
    if (panel === "note") words.current?.focus();
  }, [panel]);
  useEffect(() => {
    if (rejecting) reasonField.current?.focus();
  }, [rejecting]);

  const workflow = useWorkflows().data?.data.find(({ version }) => version === review.workflow);
  const noteFrom = workflow?.transitions.find(({ transition }) => transition === "approve")?.needsNoteFromSeverity ?? 3;
  const needsNote = review.severity >= noteFrom;

  const sending = useSending(async (step: Step) => {
    const pinned = [...pins].map(([field, said]) => (said.trim() ? { field, note: said.trim() } : { field }));
    const said = note.trim() ? { note: note.trim() } : {};
    const state = await decide(step, { kind, id: review.id, version: review.version }, step === "reject" ? { ...said, reason: reason.trim(), pins: pinned } : said);
    setNote("");
    setReason("");
    setPanel(undefined);
    onPins(new Map());
    onRejecting(false);
    onDecided(state, step);
  });
  const look = async () => {
    await client.invalidateQueries({ queryKey: reviewKey(kind, review.id) });
    void client.invalidateQueries({ queryKey: countsKey });
    sending.forget();
  };

  const send = async (step: Step) => {
    if (await sending.send(step)) decidedOn.current = shown;
  };
  const may = (step: Step) => review.openTransitions.includes(step);
  const take = (step: Step) => {
    if (!may(step) || decidedOn.current === shown) return;
    if (step === "approve" && needsNote && !note.trim()) {
      onRejecting(false);
      setPanel("note");
      words.current?.focus();
      return;
    }
    void send(step);
  };
  const reject = () => {
    if (!may("reject")) return;
    setPanel(undefined);
    if (!rejecting) onRejecting(true);
    else if (reason.trim()) void send("reject");
    else reasonField.current?.focus();
  };
  const waits = review.status === "Submitted" || review.status === "Reviewed";
  const canAssign = waits && (profile.is_staff || profile.is_superuser) && review.inspector !== profile.id && review.createdBy !== profile.id;
  const wasSeen = () => performance.now() - shownAt.current >= seenFor;
  const close = () => {
    setPanel(undefined);
    onRejecting(false);
  };
  useShortcuts({
    ...(may("review") ? { review: () => wasSeen() && take("review") } : {}),
    ...(may("approve") ? { approve: () => wasSeen() && take("approve") } : {}),
    ...(may("reject") ? { reject: () => wasSeen() && !rejecting && reject() } : {}),
    ...(canAssign ? { assign: () => wasSeen() && setPanel(panel === "assign" ? undefined : "assign") } : {}),
    ...(panel !== undefined || rejecting ? { close } : {}),
  });

  const takesNote = may("review") || may("approve");
  if (!takesNote && !may("reopen") && !canAssign) return null;
  const noteWanted = (panel === "note" || note !== "") && !rejecting;
  return (
    <section className={`${styles.bar} no-print`} aria-label={t`Your decision`}>
      <StaleNote failure={sending.failure} shown={["note", "reason", ...[...pins].map((_, place) => `pins[${place}].note`)]} labelOf={labelOf} onLook={() => void look()} />
      {noteWanted && (
        <Words
          field={words}
          label={needsNote && may("approve") ? t`Why can this be approved although it needs attention?` : t`Note (it stays with the decision)`}
          value={note}
          onChange={setNote}
          onSend={() => take(may("approve") ? "approve" : "review")}
          onLeave={close}
          error={sending.at("note")}
        />
      )}
      {rejecting && (
        <>
          <Words field={reasonField} label={t`What is wrong?`} value={reason} onChange={setReason} onSend={reject} onLeave={close} error={sending.at("reason")} required />
          <PinList pins={pins} onPins={onPins} labelOf={labelOf} at={sending.at} />
        </>
      )}
      {panel === "assign" && (
        <AssignPanel
          review={review}
          nameOf={nameOf}
          onAssigned={(state) => {
            setPanel(undefined);
            onDecided(state, "assign");
          }}
        />
      )}
      <div className={styles.steps}>
        {may("review") && (
          <Button loading={sending.busy} aria-keyshortcuts="e" onClick={() => take("review")}>
            {t`Take into review`} <kbd>E</kbd>
          </Button>
        )}
        {may("approve") && !rejecting && (
          <Button color="teal.9" loading={sending.busy} aria-keyshortcuts="a" onClick={() => take("approve")}>
            {t`Approve`} <kbd>A</kbd>
          </Button>
        )}
        {may("reject") && (
          <Button {...(rejecting ? { color: "#a63c00" } : {})} variant={rejecting ? "filled" : "default"} loading={sending.busy} disabled={rejecting && !reason.trim()} aria-keyshortcuts="r" onClick={reject}>
            {t`Reject`} <kbd>R</kbd>
          </Button>
        )}
        {may("reopen") && (
          <Button variant="default" loading={sending.busy} onClick={() => take("reopen")}>{t`Reopen for correction`}</Button>
        )}
        {takesNote && !noteWanted && !rejecting && <Button variant="subtle" onClick={() => setPanel("note")}>{t`Add a note`}</Button>}
        {canAssign && !rejecting && (
          <Button variant="subtle" aria-expanded={panel === "assign"} aria-keyshortcuts="i" onClick={() => setPanel(panel === "assign" ? undefined : "assign")}>
            {t`Assign`} <kbd>I</kbd>
          </Button>
        )}
        {(rejecting || panel !== undefined) && <Button variant="default" onClick={close}>{t`Cancel`}</Button>}
      </div>
    </section>
  );
}
