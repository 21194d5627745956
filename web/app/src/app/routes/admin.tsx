import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Stack, Text } from "@mantine/core";

import { Page } from "#kit/Page.tsx";

export function AdminRoute() {
  const { t } = useLingui();
  return (
    <Page title={t`Administration`}>
      <Stack className="card">
        <Text>
          <Trans>People, depots and settings are administered with the API.</Trans>
        </Text>
        <Anchor href="/api/docs/">{t`Documentation of the API`}</Anchor>
      </Stack>
    </Page>
  );
}
