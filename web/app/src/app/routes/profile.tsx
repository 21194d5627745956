import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";

import { endWork } from "#features/device";
import { useDrafts } from "#features/drafts";
import { ProfilePage } from "#features/profile";
import { SecondFactorCard } from "#features/second_factor";
import { logOut, setWorker, useOwnProfile } from "#features/session";
import { useOutbox } from "#features/sync";
import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { queries } from "../queries.ts";

export function ProfileRoute() {
  const more = (
    <>
      <SecondFactorCard />
      <LogOut />
    </>
  );
  return <ProfilePage more={more} />;
}

/** What is not sent stays on the device, which is told before. */
function LogOut() {
  const { t } = useLingui();
  const router = useRouter();
  const { id: person } = useOwnProfile();
  const drafts = useDrafts(person)?.length ?? 0;
  const waiting = useOutbox(person)?.length ?? 0;
  const [warned, setWarned] = useState(false);
  const sending = useSending(async () => {
    await logOut();
    await endWork().catch(() => {});
    setWorker(undefined);
    await router.navigate({ to: "/login" });
    queries.clear(); // the next person on this device sees nothing of this one
  });
  const unsent = drafts + waiting > 0;
  const press = () => (unsent && !warned ? setWarned(true) : void sending.send());
  return (
    <Stack>
      <Anchor component={Link} to="/sessions">{t`Where you are logged in`}</Anchor>
      <FailureNote failure={sending.failure} />
      {warned && unsent && (
        <Text role="alert">{t`${drafts} begun and ${waiting} waiting forms are not sent. They stay on this device, and go on when you log in here again.`}</Text>
      )}
      <Button variant="default" loading={sending.busy} onClick={press}>{warned && unsent ? t`Log out nevertheless` : t`Log out`}</Button>
    </Stack>
  );
}
