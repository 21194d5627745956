import { useLingui } from "@lingui/react/macro";
import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";

import type { JsonObject } from "#features/device";
import { type OpenDraft, discardDraft, useOpenDraft } from "#features/drafts";
import { useOwnProfile } from "#features/session";
import { enqueue, synchronise } from "#features/sync";
import { Loading } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { offerUndo } from "#kit/undo.ts";

import { fillings } from "../fillings.tsx";

export function FillRoute() {
  const { t } = useLingui();
  const { uuid } = useParams({ from: "/inside/fill/$uuid" });
  const { id: person } = useOwnProfile();
  const open = useOpenDraft(uuid, person);
  if (open === undefined) return <Loading />;
  if (open) return <Filling key={uuid} open={open} person={person} />;
  return (
    <Page title={t`This form is not on this device`} narrow>
      <Text>{t`It has been sent or discarded.`}</Text>
      <Anchor component={Link} to="/">{t`To the first page`}</Anchor>
    </Page>
  );
}

function Filling({ open, person }: { open: OpenDraft; person: number }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const Filled = fillings[open.draft.kind];
  const send = async (content: JsonObject) => {
    if (!(await enqueue(open.draft, content))) return; // the sheet says that another window has sent it
    void synchronise();
    await navigate({ to: "/" });
  };
  const discard = async () => {
    const undo = await discardDraft(open.draft.uuid);
    await navigate({ to: "/" });
    offerUndo(t`The form is discarded.`, undo);
  };
  return <Filled open={open} person={person} onSend={send} onDiscard={() => void discard()} />;
}
