import { useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";

import { useOwnProfile } from "#features/session";
import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";
import { offerUndo } from "#kit/undo.ts";

import type { ReviewState } from "./DecisionBar.tsx";
import { PersonField } from "./PersonField.tsx";
import { assign } from "./api/assign.ts";
import type { Review } from "./api/get_review.ts";
import type { Kind } from "./kinds.ts";
import styles from "./review.module.css";

interface AssignProps {
  review: Review;
  nameOf: (id: number | null | undefined) => string;
  onAssigned: (state: ReviewState) => void;
}

/** Says who is to decide on the record. */
export function AssignPanel({ review, nameOf, onAssigned }: AssignProps) {
  const { t } = useLingui();
  const { id: own } = useOwnProfile();
  const kind = review.kind as Kind;
  const before = review.assignedTo;
  const sending = useSending(async (person: { id: number; name: string } | undefined) => {
    onAssigned(await assign(kind, review.id, person && String(person.id)));
    const { title } = review;
    const name = person?.name ?? "";
    const undo = async () => onAssigned(await assign(kind, review.id, before ? String(before) : undefined));
    offerUndo(person ? t`${title} is assigned to ${name}.` : t`${title} is assigned to nobody.`, undo);
  });
  return (
    <Stack gap="xs">
      <FailureNote failure={sending.failure} shown={["assignee"]} />
      <PersonField staffOnly label={t`Who is to decide?`} error={sending.at("assignee")} onFound={(person) => void sending.send(person)} />
      <div className={styles.actions}>
        {before !== own && <Button variant="default" loading={sending.busy} onClick={() => void sending.send({ id: own, name: nameOf(own) })}>{t`To me`}</Button>}
        {before && <Button variant="default" loading={sending.busy} onClick={() => void sending.send(undefined)}>{t`To nobody`}</Button>}
      </div>
    </Stack>
  );
}
