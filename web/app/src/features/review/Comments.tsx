import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useOwnProfile } from "#features/session";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { useMoments } from "#kit/moments.ts";
import { useSending } from "#kit/sending.ts";

import { CommentForm, type Mentionable } from "./CommentForm.tsx";
import { goToShownField } from "./Fields.tsx";
import { Words } from "./Words.tsx";
import { editComment } from "./api/edit_comment.ts";
import { useNamesOf } from "./api/get_person.ts";
import type { Review } from "./api/get_review.ts";
import { type Comment, commentsQuery } from "./api/list_comments.ts";
import { historyQuery } from "./api/list_history.ts";
import type { Kind } from "./kinds.ts";
import styles from "./review.module.css";
import { type Thread, canEdit, threadsOf } from "./threads.ts";

interface CommentsProps {
  review: Review;
  labelOf: (path: string) => string;
  /** The fields that a comment can be about. */
  fields: readonly string[];
}

/** What people say about the record and its fields, in threads. */
export function Comments({ review, labelOf, fields }: CommentsProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const kind = review.kind as Kind;
  const comments = useQuery(commentsQuery(kind, review.id));
  const written = comments.data ?? [];
  const involved = [review.inspector, review.createdBy, review.assignedTo, ...review.decisions.map(({ decidedBy }) => decidedBy), ...written.map(({ writtenBy }) => writtenBy)];
  const nameOf = useNamesOf([...involved, ...written.flatMap(({ mentions }) => mentions)]);
  const { id: own } = useOwnProfile();
  const mentionable: Mentionable[] = [...new Set(involved)].filter((id): id is number => typeof id === "number" && id !== own).map((id) => ({ id, name: nameOf(id) }));
  const again = async () => {
    void client.invalidateQueries({ queryKey: historyQuery(kind, review.id).queryKey });
    await client.invalidateQueries({ queryKey: commentsQuery(kind, review.id).queryKey });
  };
  const form = { kind, id: review.id, mentionable, onWritten: again };
  return (
    <section className="card" aria-labelledby="comments">
      <Title order={3} size="h4" id="comments" mb="sm">{t`Comments`}</Title>
      <Stack>
        <Loaded query={comments}>
          {(all) =>
            all.length === 0 ? (
              <Text c="dimmed">{t`Nobody has said anything yet.`}</Text>
            ) : (
              <ul className="plain-list">
                {threadsOf(all).map((thread) => (
                  <li key={thread.id} className={styles.thread}>
                    <OneThread thread={thread} labelOf={labelOf} nameOf={nameOf} form={form} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <div className="no-print">
          <CommentForm {...form} fields={fields} labelOf={labelOf} />
        </div>
      </Stack>
    </section>
  );
}

interface ThreadProps {
  thread: Thread;
  labelOf: (path: string) => string;
  nameOf: (id: number) => string;
  form: { kind: Kind; id: number; mentionable: Mentionable[]; onWritten: () => Promise<void> };
}

function OneThread({ thread, labelOf, nameOf, form }: ThreadProps) {
  const { t } = useLingui();
  const [answering, setAnswering] = useState(false);
  const { field, comments } = thread;
  const last = comments.at(-1);
  return (
    <>
      {field && (
        <Anchor component="button" type="button" size="sm" onClick={() => goToShownField(field)}>{labelOf(field)}</Anchor>
      )}
      {comments.map((comment) => (
        <OneComment key={comment.id} comment={comment} nameOf={nameOf} place={form} onWritten={form.onWritten} />
      ))}
      {answering && last ? (
        <CommentForm {...form} answers={last.id} onLeave={() => setAnswering(false)} />
      ) : (
        <Button className="no-print" variant="subtle" onClick={() => setAnswering(true)}>{t`Answer`}</Button>
      )}
    </>
  );
}

interface CommentProps {
  comment: Comment;
  nameOf: (id: number) => string;
  place: { kind: Kind; id: number };
  onWritten: () => Promise<void>;
}

function OneComment({ comment, nameOf, place, onWritten }: CommentProps) {
  const { t } = useLingui();
  const moment = useMoments();
  const { id: person } = useOwnProfile();
  const [editing, setEditing] = useState(false);
  const open = useEditable(comment, person);
  const mentioned = comment.mentions.map(nameOf).join(", ");
  return (
    <article className={styles.comment}>
      <Text size="sm" c="dimmed">
        <b>{nameOf(comment.writtenBy)}</b> · {moment(comment.createdAt)} {comment.editedAt && t`(edited)`}
      </Text>
      {editing ? (
        <Editing comment={comment} place={place} onDone={() => setEditing(false)} onWritten={onWritten} />
      ) : (
        <>
          <p className={styles.said}>{comment.text}</p>
          {mentioned && <Text size="sm">{t`For ${mentioned}`}</Text>}
          {open && <Button className="no-print" variant="subtle" onClick={() => setEditing(true)}>{t`Edit`}</Button>}
        </>
      )}
    </article>
  );
}

/** Whether the author may still edit it: the button goes when the time is over. */
function useEditable(comment: Comment, person: number): boolean {
  const [now, setNow] = useState(Date.now);
  const open = canEdit(comment, person, now);
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [open]);
  return open;
}

function Editing({ comment, place, onDone, onWritten }: Omit<CommentProps, "nameOf"> & { onDone: () => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(comment.text);
  const sending = useSending(async () => {
    await editComment(place.kind, place.id, comment, text);
    await onWritten();
    onDone();
  });
  return (
    <Stack gap="xs">
      <Words label={t`Your comment`} value={text} onChange={setText} onSend={() => void sending.send()} onLeave={onDone} error={sending.at("text")} />
      <FailureNote failure={sending.failure} shown={["text"]} />
      <div className={styles.actions}>
        <Button loading={sending.busy} onClick={() => void sending.send()}>{t`Save`}</Button>
        <Button variant="default" onClick={onDone}>{t`Cancel`}</Button>
      </div>
    </Stack>
  );
}
