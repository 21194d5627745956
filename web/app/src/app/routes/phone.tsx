import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";

import { leave } from "#features/device";
import { PinCard, StorageCard } from "#features/phone";
import { RescueCard } from "#features/rescue";
import { useOwnProfile } from "#features/session";
import { SyncLine } from "#features/today";
import { Page } from "#kit/Page.tsx";

import { queries } from "../queries.ts";

/** This device: what it keeps, who shares it. */
export function PhoneRoute() {
  const { t, i18n } = useLingui();
  const { id: person } = useOwnProfile();
  const guide = `/guide/${i18n.locale === "en" ? "en" : "hi"}.html`;
  const navigate = useNavigate();
  const change = async () => {
    await leave();
    await navigate({ to: "/people" });
    queries.clear();
  };
  return (
    <Page title={t`This device`}>
      <Stack>
        <SyncLine person={person} />
        <Anchor href={guide} target="_blank">{t`How to use this app`}</Anchor>
        <Button onClick={() => void change()}>{t`Leave it to a colleague`}</Button>
        <PinCard person={person} />
        <StorageCard />
        <RescueCard person={person} />
      </Stack>
    </Page>
  );
}
