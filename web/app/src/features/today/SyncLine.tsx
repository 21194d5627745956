import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";

import { database, useKeptOnDevice } from "#features/device";
import { synchronise, useOutbox, useSyncState } from "#features/sync";
import { useMoments } from "#kit/moments.ts";

/** How much waits to be sent, for how long, and why. */
export function SyncLine({ person }: { person: number }) {
  const { t } = useLingui();
  const moment = useMoments();
  const state = useSyncState();
  const waiting = useOutbox(person);
  const reached = useKeptOnDevice(() => database.people.get(person), [person])?.synchronisedAt;
  const count = waiting?.length ?? 0;
  const oldest = Math.min(...(waiting ?? []).map(({ queuedAt }) => queuedAt));
  const since = count === 0 ? "" : moment(new Date(oldest).toISOString());
  const last = reached === undefined ? "" : moment(new Date(reached).toISOString());
  const known = waiting !== undefined;
  const unsent = !known ? "" : count === 0 ? (last ? t`Everything is sent. Last asked: ${last}.` : "") : t`${count} not sent yet, the oldest since ${since}.`;
  const why = {
    idle: "",
    busy: t`Synchronising …`,
    offline: t`No network: it goes on by itself.`,
    login: t`Log in again, so that your forms can be sent.`,
    failed: t`The server cannot be reached. It is tried again by itself.`,
  }[state];
  return (
    <div className="row" data-sync={state} data-unsent={known ? count : undefined}>
      <Text size="sm" role="status">
        {unsent} {why}
      </Text>
      {(state === "failed" || (count > 0 && state === "idle")) && (
        <Button size="compact-md" variant="default" onClick={() => void synchronise()}>{t`Send now`}</Button>
      )}
    </div>
  );
}
