import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import type { components } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { useMoments } from "#kit/moments.ts";
import { useSending } from "#kit/sending.ts";

import { endSessionOf } from "./api/end_session.ts";
import { endSessionsOf } from "./api/end_sessions.ts";
import { sessionsOfKey, useSessionsOf } from "./api/list_sessions.ts";

/** Where somebody is logged in. */
export function SessionsOf({ id }: { id: number }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: sessionsOfKey(id) });
  const ending = useSending(async () => {
    await endSessionsOf(id);
    await again();
  });
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Where they are logged in`}</Title>
      <FailureNote failure={ending.failure} />
      <Loaded query={useSessionsOf(id)}>
        {({ data }) =>
          data.length === 0 ? (
            <Text>{t`Nowhere.`}</Text>
          ) : (
            <>
              <ul className="plain-list">
                {data.map((session) => (
                  <OneSession key={session.id} person={id} session={session} onEnded={again} />
                ))}
              </ul>
              {data.length > 1 && <Button variant="default" loading={ending.busy} onClick={() => void ending.send()}>{t`End all of them`}</Button>}
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

function OneSession({ person, session, onEnded }: { person: number; session: components["schemas"]["Session"]; onEnded: () => Promise<void> }) {
  const { t } = useLingui();
  const moment = useMoments();
  const ending = useSending(async () => {
    await endSessionOf(person, session.id);
    await onEnded();
  });
  const device = session.device || t`A device that does not tell its name`;
  const { address } = session;
  const used = moment(session.last_used_at);
  return (
    <li style={{ marginBottom: "0.5rem" }}>
      <FailureNote failure={ending.failure} />
      <div className="row">
        <div>
          <Text fw={600}>{device}</Text>
          <Text size="sm" c="dimmed">{t`Last used ${used}, address ${address}`}</Text>
        </div>
        <Button variant="default" loading={ending.busy} aria-label={t`End ${device}`} onClick={() => void ending.send()}>{t`End`}</Button>
      </div>
    </li>
  );
}
