import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";

import { newBogieContent } from "#features/bogie_checksheets";
import { FormsList, beginForm } from "#features/built_forms";
import type { JsonObject, Kind } from "#features/device";
import { beginDraft } from "#features/drafts";
import { useOwnProfile } from "#features/session";
import { newWheelContent } from "#features/wheel_specifications";
import { Page } from "#kit/Page.tsx";

import { useNames } from "../kinds.tsx";

const empty: [Kind, () => JsonObject][] = [
  ["wheel-specifications", newWheelContent],
  ["bogie-checksheets", newBogieContent],
];

/** What can be filled in. */
export function NewRoute() {
  const { t } = useLingui();
  const { id: person } = useOwnProfile();
  const names = useNames();
  const navigate = useNavigate();
  const open = async (begun: Promise<string>) => navigate({ to: "/fill/$uuid", params: { uuid: await begun } });
  return (
    <Page title={t`Fill in a form`}>
      <Stack>
        {empty.map(([kind, content]) => (
          <Button key={kind} size="xl" variant="default" onClick={() => void open(beginDraft(person, kind, content()))}>{names.kind(kind)}</Button>
        ))}
        <Title order={2} size="h4">{t`Forms of the workshop`}</Title>
        <FormsList person={person} onOpen={(form) => void open(beginForm(person, form))} />
      </Stack>
    </Page>
  );
}
