import { useLingui } from "@lingui/react/macro";
import { Stack, Text } from "@mantine/core";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { Failure } from "#kit/api.ts";
import { Loaded } from "#kit/Loaded.tsx";

import { Comments } from "./Comments.tsx";
import { Decided } from "./Decided.tsx";
import { DecisionBar, type ReviewState } from "./DecisionBar.tsx";
import { Fields } from "./Fields.tsx";
import { Findings } from "./Findings.tsx";
import { Hints } from "./Hints.tsx";
import { History } from "./History.tsx";
import { RecordHeader } from "./RecordHeader.tsx";
import { Rejected } from "./Rejected.tsx";
import { SinceLastLook } from "./SinceLastLook.tsx";
import type { Step } from "./api/decide.ts";
import { useNamesOf } from "./api/get_person.ts";
import { type Facts, factsQuery } from "./api/get_record.ts";
import { type Review, reviewQuery } from "./api/get_review.ts";
import type { Kind, LabelOf } from "./kinds.ts";
import { leavesOf } from "./leaves.ts";
import styles from "./review.module.css";
import { useShortcuts } from "./shortcuts.ts";

export interface RecordViewProps {
  kind: Kind;
  id: number;
  labelOf: LabelOf;
  /** Leads to another record. */
  linkTo: (kind: Kind, id: number, text: string) => ReactNode;
  onDecided: (state: ReviewState, step: Step | "assign") => void;
  /** What one can do beside deciding. */
  more?: ReactNode;
  /** Whether the history is shown at once. */
  withHistory?: boolean;
}

/** A record with all that its reviewer should know, the most important first. */
export function RecordView(props: RecordViewProps) {
  const review = useQuery(reviewQuery(props.kind, props.id));
  return <Loaded query={review}>{(data) => <Shown key={`${data.kind}/${data.id}`} review={data} {...props} />}</Loaded>;
}

function Shown({ review, kind, id, labelOf, linkTo, onDecided, more, withHistory = false }: RecordViewProps & { review: Review }) {
  const facts = useQuery(factsQuery(kind, id));
  const [pins, setPins] = useState<ReadonlyMap<string, string>>(new Map());
  const [rejecting, setRejecting] = useState(false);
  const { rejection, decisions } = review;
  const people = [review.inspector, review.createdBy, review.assignedTo, rejection?.rejectedBy, rejection?.onBehalfOf];
  const nameOf = useNamesOf([...people, ...decisions.flatMap(({ decidedBy, onBehalfOf }) => [decidedBy, onBehalfOf])]);
  const label = (path: string) => labelOf(kind, path);
  const worst = new Map<string, number>();
  for (const { path, severity } of facts.data?.findings ?? []) worst.set(path, Math.max(severity, worst.get(path) ?? 0));
  const canReject = review.openTransitions.includes("reject");
  const pin = (path: string) => {
    const next = new Map(pins);
    if (!next.delete(path)) next.set(path, "");
    setPins(next);
    if (next.size > 0) setRejecting(true);
  };
  useShortcuts({ comment: () => document.querySelector<HTMLElement>("[data-comment-form] textarea")?.focus() });
  return (
    <article className={styles.record}>
      <Stack>
        <RecordHeader review={review} facts={facts.data} nameOf={nameOf} linkTo={linkTo} more={more} />
        <SinceLastLook review={review} labelOf={label} />
        <Rejected review={review} labelOf={label} nameOf={nameOf} />
        <Hints hints={review.hints} />
        <FindingsOf query={facts} labelOf={label} />
        <Fields review={review} order={facts.data?.order ?? []} found={worst} labelOf={label} pinning={canReject ? { pins, onPin: pin } : undefined} />
        <Comments review={review} labelOf={label} fields={leavesOf(review.content).map(({ path }) => path)} />
        <Decided decisions={decisions} nameOf={nameOf} />
        <History kind={kind} id={id} labelOf={label} open={withHistory} />
      </Stack>
      <DecisionBar
        review={review}
        labelOf={label}
        nameOf={nameOf}
        pins={pins}
        onPins={setPins}
        rejecting={rejecting}
        onRejecting={setRejecting}
        onDecided={onDecided}
      />
    </article>
  );
}

/** Whoever reviews in another's place sees a record's review, and not always the record. */
function FindingsOf({ query, labelOf }: { query: UseQueryResult<Facts>; labelOf: (path: string) => string }) {
  const { t } = useLingui();
  if (query.error instanceof Failure && query.error.status === 404) return <Text c="dimmed">{t`You review this in another's place: its findings are shown only to those who see the record itself.`}</Text>;
  return <Loaded query={query}>{({ findings }) => <Findings findings={findings} labelOf={labelOf} />}</Loaded>;
}
