import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, Title } from "@mantine/core";

import { useInstallation } from "#features/installation";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { useMoments } from "#kit/moments.ts";

import { Checks } from "./Checks.tsx";
import { Links } from "./Links.tsx";
import { useHealth } from "./api/get_health.ts";
import { statusOf } from "./checks.ts";
import styles from "./health.module.css";

/** `app`: the number of this app, which the server may find too old. */
export function HealthPage({ app }: { app: number }) {
  const { t } = useLingui();
  const moment = useMoments();
  const health = useHealth();
  const words = {
    ok: t`The server works.`,
    degraded: t`The server works, but something is missing that it can do without for a while.`,
    failed: t`The server cannot work.`,
  };
  const looked = moment(new Date(health.dataUpdatedAt).toISOString());
  return (
    <Page title={t`Health`}>
      <Stack>
        <Loaded query={health}>
          {(one) => {
            const status = statusOf(one);
            const { took } = one;
            return (
              <Stack className="card" gap="sm">
                <p className={`${styles.status} ${styles[status]}`} role="status">{words[status]}</p>
                {one.failure?.problem && <Text>{one.failure.problem.message}</Text>}
                <Checks looked={one} />
                <Group gap="sm">
                  <Button variant="default" loading={health.isFetching} onClick={() => void health.refetch()}>{t`Look again`}</Button>
                  <Text size="sm" c="dimmed">{t`Looked ${looked}. The answer took ${took} ms. The page looks again twice a minute.`}</Text>
                </Group>
                {health.isRefetchError && <Text role="alert" c="var(--mantine-color-error)">{t`The server did not answer when it was asked last.`}</Text>}
              </Stack>
            );
          }}
        </Loaded>
        <Versions app={app} />
        <Links />
      </Stack>
    </Page>
  );
}

function Versions({ app }: { app: number }) {
  const { t } = useLingui();
  const yes = t`Yes`;
  const no = t`No`;
  return (
    <Stack className="card" gap="sm">
      <Title order={2} size="h4">{t`Installation`}</Title>
      <Loaded query={useInstallation()}>
        {(one) => (
          <dl className="fields">
            {[
              [t`Name`, one.name],
              [t`Version of the server`, one.version],
              [t`Number of this app`, String(app)],
              [t`Time zone`, one.time_zone],
              [t`Region of phone numbers without a country code`, one.default_region],
              [t`Codes by text message`, one.login_by_code ? yes : no],
              [t`Registration open`, one.registration_open ? yes : no],
            ].map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </Stack>
  );
}
