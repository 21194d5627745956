import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Code, Stack, Text } from "@mantine/core";

import { Page } from "#kit/Page.tsx";

/** What a new installation needs before anybody can administer it. */
export function FirstSteps({ onLogin }: { onLogin: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`KPA ERP is running`} narrow>
      <Stack className="card">
        <Text>
          <Trans>It has no administrator yet. Make the first one on the server, with this command:</Trans>
        </Text>
        <Code block tabIndex={0}>
          {"./dev kpa createsuperuser \\\n  --phone +919876543210"}
        </Code>
        <Text>
          <Trans>Or look around with people and forms that are made up:</Trans>
        </Text>
        <Code block tabIndex={0}>
          ./dev run --demo
        </Code>
        <Button onClick={onLogin}>{t`Log in`}</Button>
        <Anchor href="/api/docs/">{t`Documentation of the API`}</Anchor>
      </Stack>
    </Page>
  );
}
