import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect, Stack } from "@mantine/core";
import { useRef, useState } from "react";

import { useOwnProfile } from "#features/session";
import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { PersonField } from "./PersonField.tsx";
import { Words } from "./Words.tsx";
import { writeComment } from "./api/write_comment.ts";
import type { Kind } from "./kinds.ts";
import styles from "./review.module.css";
import { useUnsent } from "./unsent.ts";

export interface Mentionable {
  id: number;
  name: string;
}

interface FormProps {
  kind: Kind;
  id: number;
  mentionable: readonly Mentionable[];
  onWritten: () => Promise<void>;
  /** The comment that is answered. */
  answers?: number;
  /** What a new thread can be about. */
  fields?: readonly string[];
  labelOf?: (path: string) => string;
  onLeave?: () => void;
}

/** Begins a thread, or answers in one. */
export function CommentForm({ kind, id, mentionable, onWritten, answers, fields = [], labelOf = (path) => path, onLeave }: FormProps) {
  const { t } = useLingui();
  const { is_staff: isStaff } = useOwnProfile();
  const [text, setText] = useUnsent(`comment ${kind}/${id}/${answers ?? ""}`);
  const [field, setField] = useState("");
  const [mentions, setMentions] = useState<Mentionable[]>([]);
  const [searching, setSearching] = useState(false);
  const once = useRef(crypto.randomUUID());
  const sending = useSending(async () => {
    const about = field && answers === undefined ? { field } : {};
    const body = { text: text.trim(), mentions: mentions.map((one) => one.id), ...about, ...(answers === undefined ? {} : { answersId: answers }) };
    await writeComment(kind, id, body, once.current);
    once.current = crypto.randomUUID();
    setText("");
    setField("");
    setMentions([]);
    await onWritten();
    onLeave?.();
  });
  const fresh = () => {
    // Changed words are another comment: the server refuses a key that comes with other words.
    once.current = crypto.randomUUID();
    sending.forget();
  };
  const send = () => {
    if (text.trim()) void sending.send();
  };
  const offered = mentionable.filter((one) => !mentions.some((chosen) => chosen.id === one.id));
  const mention = (person: Mentionable) => {
    fresh();
    setMentions((before) => (before.some((one) => one.id === person.id) ? before : [...before, person]));
    setSearching(false);
  };
  return (
    <Stack gap="xs" data-comment-form={answers === undefined || undefined}>
      <Words
        label={answers === undefined ? t`Your comment` : t`Your answer`}
        value={text}
        onChange={(typed) => {
          fresh();
          setText(typed);
        }}
        onSend={send}
        error={sending.at("text")}
        {...(onLeave ? { onLeave } : {})}
      />
      {fields.length > 0 && text && (
        <NativeSelect
          size="md"
          label={t`About`}
          value={field}
          error={sending.at("field")}
          onChange={(event) => {
            fresh();
            setField(event.currentTarget.value);
          }}
          data={[{ value: "", label: t`The whole record` }, ...fields.map((path) => ({ value: path, label: labelOf(path) }))]}
        />
      )}
      {text && (
        <fieldset className={styles.mentions}>
          <legend>{t`Meant for`}</legend>
          {mentions.map(({ id: person, name }) => (
            <Button key={person} variant="filled" aria-pressed onClick={() => setMentions((before) => before.filter((one) => one.id !== person))}>{name}</Button>
          ))}
          {offered.map((person) => (
            <Button key={person.id} variant="default" aria-pressed={false} onClick={() => mention(person)}>{person.name}</Button>
          ))}
          {isStaff && !searching && <Button variant="subtle" onClick={() => setSearching(true)}>{t`Somebody else …`}</Button>}
        </fieldset>
      )}
      {text && searching && <PersonField label={t`Who is it meant for?`} onFound={mention} />}
      <FailureNote failure={sending.failure} shown={["text", "field"]} />
      <div className={styles.actions}>
        <Button loading={sending.busy} disabled={!text.trim()} onClick={send}>{answers === undefined ? t`Comment` : t`Answer`}</Button>
        {onLeave && <Button variant="default" onClick={onLeave}>{t`Cancel`}</Button>}
      </div>
    </Stack>
  );
}
