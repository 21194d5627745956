import { useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

import { type Json, type OutboxEntry, database, useKeptOnDevice } from "#features/device";
import { useOwnProfile } from "#features/session";
import { discardEntry, fetchRecord, restoreEntry, settleConflict, synchronise, takeBack } from "#features/sync";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loading } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { useSending } from "#kit/sending.ts";
import { offerUndo } from "#kit/undo.ts";

import { useNames } from "../kinds.tsx";
import { useLabels } from "../labels.ts";

/** Something in the queue: why it is still there, and what can be done. */
export function WaitingRoute() {
  const { t } = useLingui();
  const { device, sequence } = useParams({ from: "/inside/waiting/$device/$sequence" });
  const { id: person } = useOwnProfile();
  const entry = useKeptOnDevice(async () => (await database.outbox.get([device, Number(sequence)])) ?? null, [device, sequence]);
  if (entry === undefined) return <Loading />;
  if (entry?.person === person) return <Entry entry={entry} />;
  return (
    <Page title={t`This form is sent`} narrow>
      <Text>{t`The server has it. You find it on the first page.`}</Text>
      <Anchor component={Link} to="/">{t`To the first page`}</Anchor>
    </Page>
  );
}

function Entry({ entry }: { entry: OutboxEntry }) {
  const { t } = useLingui();
  const names = useNames();
  const navigate = useNavigate();
  const label = useLabels(entry.person, entry.draft.kind, entry.draft.form);
  const correct = async () => {
    const uuid = await takeBack(entry);
    await (uuid ? navigate({ to: "/fill/$uuid", params: { uuid } }) : navigate({ to: "/" }));
  };
  const discard = async () => {
    await discardEntry(entry);
    await navigate({ to: "/" });
    offerUndo(t`The form is discarded.`, () => restoreEntry(entry).then(() => synchronise()));
  };
  const problems = Object.entries(entry.draft.problems);
  return (
    <Page title={names.record(entry.draft.kind, entry.draft.content)} narrow>
      <Stack>
        {entry.state === "waiting" && <Text>{t`It is kept on this device and sent as soon as there is a network.`}</Text>}
        {entry.state === "refused" && (
          <Alert color="red" variant="light" role="alert" title={t`The server did not take it`}>
            <Text>{entry.message}</Text>
            <ul className="plain-list">
              {problems.map(([path, message]) => (
                <li key={path}>
                  <b>{label(path)}</b>: {message}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {entry.state === "conflict" ? <ConflictChoice entry={entry} label={label} /> : <Button size="lg" onClick={() => void correct()}>{entry.state === "refused" ? t`Correct it` : t`Change it`}</Button>}
        <Button variant="subtle" color="red" onClick={() => void discard()}>{t`Discard this form`}</Button>
      </Stack>
    </Page>
  );
}

/** A value for a person; an unanswered one is a dash. */
const shown = (value: Json | undefined) => (value === null || value === undefined || value === "" ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Somebody else changed the same fields meanwhile: which value stands? */
function ConflictChoice({ entry, label }: { entry: OutboxEntry; label: (path: string) => string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Record<string, "mine" | "theirs">>({});
  const { kind } = entry.draft;
  const { id, version } = entry.present!;
  const copy = useKeptOnDevice(() => database.copies.get([entry.person, kind, id]), [entry.person, kind, id]);
  const conflicts = entry.conflicts ?? [];
  const ready = copy !== undefined && copy.version >= version;
  const fetching = useSending(() => fetchRecord(entry.person, kind, id));
  const fetchIt = useRef(fetching.send);
  useEffect(() => {
    if (!ready) void fetchIt.current();
  }, [ready]);
  const settle = async () => {
    const uuid = await settleConflict(entry, copy!, choices);
    await navigate({ to: "/fill/$uuid", params: { uuid } });
  };
  return (
    <Stack>
      <Alert color="orange" variant="light" role="alert" title={t`Somebody else changed the same meanwhile`}>
        {t`Nothing of yours is lost. Choose for each field which value stands; then look at the form once more and send it.`}
      </Alert>
      {conflicts.map(({ field, mine, theirs }) => (
        <Stack key={field} gap="xs" className="card">
          <Text fw={600}>{label(field)}</Text>
          <SegmentedControl
            fullWidth
            orientation="vertical"
            size="md"
            aria-label={label(field)}
            value={choices[field] ?? "theirs"}
            onChange={(choice) => setChoices((before) => ({ ...before, [field]: choice as "mine" | "theirs" }))}
            data={[
              { value: "theirs", label: t`On the server: ${shown(theirs)}` },
              { value: "mine", label: t`Mine: ${shown(mine)}` },
            ]}
          />
        </Stack>
      ))}
      {ready ? (
        <Button size="lg" onClick={() => void settle()}>{t`Go on with these`}</Button>
      ) : (
        <>
          <FailureNote failure={fetching.failure} />
          <Button size="lg" variant="default" loading={fetching.busy} onClick={() => void fetching.send()}>{t`Fetch the present record`}</Button>
        </>
      )}
    </Stack>
  );
}
