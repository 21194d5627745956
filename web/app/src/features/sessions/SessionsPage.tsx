import { useLingui } from "@lingui/react/macro";
import { Badge, Button, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import type { components } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { useMoments } from "#kit/moments.ts";
import { useSending } from "#kit/sending.ts";

import { endOtherSessions } from "./api/end_other_sessions.ts";
import { endSession } from "./api/end_session.ts";
import { sessionsKey, useSessions } from "./api/list_sessions.ts";

type Session = components["schemas"]["Session"];

export function SessionsPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: sessionsKey });
  const ending = useSending(async () => {
    await endOtherSessions();
    await again();
  });
  return (
    <Page title={t`Where you are logged in`}>
      <Stack>
        <FailureNote failure={ending.failure} />
        <Loaded query={useSessions()}>
          {({ data }) => (
            <>
              <ul className="plain-list">
                {data.map((session) => (
                  <li key={session.id} className="card" style={{ marginBottom: "0.5rem" }}>
                    <OneSession session={session} onEnded={again} />
                  </li>
                ))}
              </ul>
              {data.length > 1 && (
                <Button variant="default" loading={ending.busy} onClick={() => void ending.send()}>{t`End all but this one`}</Button>
              )}
            </>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}

function OneSession({ session, onEnded }: { session: Session; onEnded: () => Promise<void> }) {
  const { t } = useLingui();
  const moment = useMoments();
  const ending = useSending(async () => {
    await endSession(session.id);
    await onEnded();
  });
  const { device, address } = session;
  const used = moment(session.last_used_at);
  return (
    <>
      <FailureNote failure={ending.failure} />
      <div className="row">
        <div>
          <Text fw={600}>{device}</Text>
          <Text size="sm" c="dimmed">{t`Last used ${used}, address ${address}`}</Text>
        </div>
        {session.is_current ? (
          <Badge variant="default" tt="none" size="lg">{t`This device`}</Badge>
        ) : (
          <Button variant="default" loading={ending.busy} aria-label={t`End ${device}`} onClick={() => void ending.send()}>{t`End`}</Button>
        )}
      </div>
    </>
  );
}
