import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { PersonField } from "./PersonField.tsx";
import { Words } from "./Words.tsx";
import { assignMany } from "./api/assign_many.ts";
import { type ManyStep, decideMany } from "./api/decide_many.ts";
import type { WaitingRecord } from "./api/list_queue.ts";
import styles from "./review.module.css";
import type { Outcome } from "./verdicts.ts";

interface ManyProps {
  chosen: readonly WaitingRecord[];
  /** From which severity an approval needs a note. */
  noteFrom: number;
  onDone: (outcome: Outcome) => void;
  onNone: () => void;
}

/** Decides on all that were chosen: on each by itself, as the server says afterwards. */
export function ManyBar({ chosen, noteFrom, onDone, onNone }: ManyProps) {
  const { t } = useLingui();
  const [panel, setPanel] = useState<"approve" | "reject" | "assign">();
  const [words, setWords] = useState("");
  const submitted = chosen.filter(({ status }) => status === "Submitted");
  const reviewed = chosen.filter(({ status }) => status === "Reviewed");
  const needsNote = reviewed.some(({ severity }) => severity >= noteFrom);
  const finish = (outcome: Outcome) => {
    setWords("");
    setPanel(undefined);
    onDone(outcome);
  };
  const deciding = useSending(async (step: ManyStep) => {
    const said = words.trim();
    const saidToAll = said ? (step === "reject" ? { reason: said } : { note: said }) : {};
    finish(await decideMany(step, step === "review" ? submitted : reviewed, saidToAll));
  });
  const assigning = useSending(async (assignee: string | undefined) => finish(await assignMany(chosen, assignee)));
  const busy = deciding.busy || assigning.busy;
  const count = chosen.length;
  const [toReview, toDecide] = [submitted.length, reviewed.length];
  const approve = () => {
    if (needsNote && panel !== "approve") setPanel("approve");
    else void deciding.send("approve");
  };
  const reject = () => {
    if (panel !== "reject") setPanel("reject");
    else if (words.trim()) void deciding.send("reject");
  };
  return (
    <section className={styles.many} aria-label={t`What was chosen`}>
      <div className="row">
        <output>{t`${count} chosen`}</output>
        <Button variant="subtle" onClick={onNone}>{t`Choose none`}</Button>
      </div>
      <FailureNote failure={deciding.failure ?? assigning.failure} shown={["note", "reason"]} />
      {panel === "approve" && (
        <Words label={t`Why can these be approved although some need attention?`} value={words} onChange={setWords} onSend={approve} error={deciding.at("note")} />
      )}
      {panel === "reject" && <Words label={t`What is wrong with all of them?`} value={words} onChange={setWords} onSend={reject} error={deciding.at("reason")} required />}
      {panel === "assign" && (
        <>
          <PersonField staffOnly label={t`Who is to decide?`} error={assigning.at("assignee")} onFound={({ id }) => void assigning.send(String(id))} />
          <Button variant="default" loading={busy} onClick={() => void assigning.send(undefined)}>{t`To nobody`}</Button>
        </>
      )}
      <div className={styles.steps}>
        {toReview > 0 && panel === undefined && <Button loading={busy} onClick={() => void deciding.send("review")}>{t`Take ${toReview} into review`}</Button>}
        {toDecide > 0 && (panel === undefined || panel === "approve") && (
          <Button color="teal.9" loading={busy} disabled={panel === "approve" && needsNote && !words.trim()} onClick={approve}>{t`Approve ${toDecide}`}</Button>
        )}
        {toDecide > 0 && (panel === undefined || panel === "reject") && (
          <Button {...(panel === "reject" ? { color: "#a63c00" } : {})} variant={panel === "reject" ? "filled" : "default"} loading={busy} disabled={panel === "reject" && !words.trim()} onClick={reject}>{t`Reject ${toDecide}`}</Button>
        )}
        {panel === undefined && <Button variant="subtle" onClick={() => setPanel("assign")}>{t`Assign`}</Button>}
        {panel !== undefined && <Button variant="default" onClick={() => setPanel(undefined)}>{t`Cancel`}</Button>}
      </div>
    </section>
  );
}
