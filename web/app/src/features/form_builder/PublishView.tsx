import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { Failure } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { useSending } from "#kit/sending.ts";

import { DifferenceList } from "./DifferenceList.tsx";
import type { ViewProps } from "./FieldsView.tsx";
import { TrialReport } from "./TrialReport.tsx";
import { useVersion } from "./api/get_version.ts";
import { formsKey } from "./api/list_forms.ts";
import { versionsKey } from "./api/list_versions.ts";
import { publishForm } from "./api/publish_form.ts";
import styles from "./builder.module.css";
import { type Difference, differencesOf } from "./model/differences.ts";
import { type Definition, type Draft, definitionOf, draftOf } from "./model/field.ts";
import { placeOf } from "./model/tree.ts";

/** What is otherwise than in the version that people fill in now, what that means for old records, and the step to publish it. */
export function PublishView({ id, open, seen, onChoose }: ViewProps & { id: number; onChoose: (key: string | undefined) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { form, draft, problems } = seen;
  const published = form.published_version ?? undefined;
  const version = useVersion(id, published);
  const [done, setDone] = useState<number>();
  const sending = useSending(async () => {
    if (!(await open.settled())) return;
    try {
      const { data } = await publishForm(id, open.look().etag);
      setDone(data.form_version);
    } catch (error) {
      // Somebody else was faster: saving finds that out, too, and says what they changed.
      if (error instanceof Failure && error.code === "precondition_failed") await open.refresh();
      throw error;
    }
    await open.refresh();
    void client.invalidateQueries({ queryKey: versionsKey(id) });
    void client.invalidateQueries({ queryKey: formsKey });
  });
  const next = (published ?? 0) + 1;
  const labelOf = (key: string | undefined) => placeOf(draft.fields, key)?.field.label ?? t`The form itself`;
  const blocked = problems.length > 0 || seen.safety === "stale" || seen.safety === "failed" || draft.fields.length === 0;
  return (
    <div className="columns">
      <Stack className="card">
        <Title order={2} size="h4">{published === undefined ? t`Publish the form` : t`What would be new in version ${next}`}</Title>
        {problems.length > 0 && (
          <div role="alert">
            <Text>{t`This is to be corrected first:`}</Text>
            <ul className={styles.problems}>
              {problems.map(({ key, member, message }) => (
                <li key={`${key} ${member} ${message}`}>
                  <Anchor component="button" type="button" onClick={() => onChoose(key)}>{labelOf(key)}</Anchor>: {message}
                </li>
              ))}
            </ul>
          </div>
        )}
        {draft.fields.length === 0 && <Text>{t`A form without fields cannot be published.`}</Text>}
        {published === undefined ? <Text>{t`Nobody can fill it in before it is published.`}</Text> : <Loaded query={version}>{(definition) => <Changes before={definition} draft={draft} />}</Loaded>}
        <FailureNote failure={sending.failure} />
        {form.has_draft || seen.safety !== "saved" ? (
          <Button size="lg" loading={sending.busy} disabled={blocked} onClick={() => void sending.send()}>{t`Publish version ${next}`}</Button>
        ) : (
          <Text>{t`Everything is published.`}</Text>
        )}
        <Text role="status">{done === undefined || form.has_draft ? "" : t`Version ${done} is published. Phones get it the next time they synchronise.`}</Text>
        <Text size="sm" c="dimmed">{t`A version never changes. What was filled in on an earlier one is judged by that.`}</Text>
      </Stack>
      <TrialReport id={id} open={open} seen={seen} />
    </div>
  );
}

function Changes({ before, draft }: { before: Definition; draft: Draft }) {
  const { t } = useLingui();
  // Read and written as the draft is, so that only what differs in meaning is told.
  const differences = useMemo(() => differencesOf(definitionOf(draftOf(before)), definitionOf(draft)), [before, draft]);
  const gone = differences.filter(breaks).length;
  return (
    <>
      {gone > 0 && <Text>{t`Fields that are gone or have another name: ${gone}. Their old answers stay with the old records.`}</Text>}
      <DifferenceList differences={differences} />
    </>
  );
}

const breaks = ({ kind }: Difference) => kind === "removed";
