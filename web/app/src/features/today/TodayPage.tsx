import { useLingui } from "@lingui/react/macro";
import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { useOwnProfile } from "#features/session";
import { Page } from "#kit/Page.tsx";

/** Where the day begins. `links`: what else one can do now. */
export function TodayPage({ links }: { links: ReactNode }) {
  const { t } = useLingui();
  const { first_name: name } = useOwnProfile();
  return (
    <Page title={t`Today`}>
      <Stack>
        <Title order={2} size="h3">{t`Hello, ${name}!`}</Title>
        <Stack className="card" gap="xs">
          <Text fw={600}>{t`Nothing waits for you.`}</Text>
          <Text c="dimmed">{t`Forms that you have begun, that wait to be sent, or that came back to you will be here.`}</Text>
          {links}
        </Stack>
      </Stack>
    </Page>
  );
}
