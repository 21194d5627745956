import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Code, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { type Trial, tryForm } from "./api/try_form.ts";
import styles from "./builder.module.css";
import type { Draft } from "./model/field.ts";
import type { OpenForm, Seen } from "./model/open_form.ts";
import { labelsOf } from "./model/answer_labels.ts";

/** The draft, tried on what was filled in so far. */
export function TrialReport({ id, open, seen }: { id: number; open: OpenForm; seen: Seen }) {
  const { t } = useLingui();
  const [tried, setTried] = useState<{ trial: Trial; draft: Draft }>();
  const [unsaved, setUnsaved] = useState(false);
  const sending = useSending(async () => {
    const saved = await open.settled();
    setUnsaved(!saved);
    if (saved) setTried({ trial: await tryForm(id), draft: open.look().draft });
  });
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Try it on old records`}</Title>
      <Text>{t`Judges the newest records that you may see by these fields. Nothing is stored and nobody is told.`}</Text>
      <Button variant="default" loading={sending.busy} onClick={() => void sending.send()}>{t`Try it`}</Button>
      <FailureNote failure={sending.failure} />
      {unsaved && <Text role="alert">{t`It is tried as the server has it, and the server does not have everything yet. See above.`}</Text>}
      {tried && <Report trial={tried.trial} draft={tried.draft} isOld={tried.draft !== seen.draft} />}
    </Stack>
  );
}

function Report({ trial: { tried, failing, hiding, changing, submissions }, draft, isOld }: { trial: Trial; draft: Draft; isOld: boolean }) {
  const { t } = useLingui();
  const label = labelsOf(draft);
  if (tried === 0) return <Text role="status">{t`Nothing was filled in on this form yet.`}</Text>;
  return (
    <div role="status">
      <Stack gap="sm">
        {isOld && <Text c="dimmed">{t`The form was changed since it was tried.`}</Text>}
        <Alert color={failing > 0 ? "orange" : "teal"} variant="light" className={styles.note} title={failing + hiding + changing === 0 ? t`All ${tried} records stay as they are.` : t`Records that were tried: ${tried}`}>
          <dl className="fields">
            <div>
              <dt>{t`Would be refused`}</dt>
              <dd>{failing}</dd>
            </div>
            <div>
              <dt>{t`Would lose answers that are hidden`}</dt>
              <dd>{hiding}</dd>
            </div>
            <div>
              <dt>{t`Would have other answers`}</dt>
              <dd>{changing}</dd>
            </div>
          </dl>
        </Alert>
        <ul className={styles.tried}>
          {submissions.map(({ submission_id: number, problems, hidden, changed }) => (
            <li key={number}>
              <b>{t`Record ${number}`}</b>
              <ul>
                {problems.map(({ path, message }) => (
                  <li key={path + message}>
                    {label(path)}: {message} <Code>{path.replace(/^submission_data\./, "")}</Code>
                  </li>
                ))}
                {hidden.map((path) => {
                  const name = label(path);
                  return <li key={path}>{t`${name} would be hidden.`}</li>;
                })}
                {changed.map((path) => {
                  const name = label(path);
                  return <li key={path}>{t`${name} would be another.`}</li>;
                })}
              </ul>
            </li>
          ))}
        </ul>
      </Stack>
    </div>
  );
}
