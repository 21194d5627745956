import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";

import { ProfilePage } from "#features/profile";
import { SecondFactorCard } from "#features/second_factor";
import { logOut } from "#features/session";
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

function LogOut() {
  const { t } = useLingui();
  const router = useRouter();
  const sending = useSending(async () => {
    await logOut();
    await router.navigate({ to: "/login" });
    queries.clear(); // the next person on this device sees nothing of this one
  });
  return (
    <>
      <FailureNote failure={sending.failure} />
      <Button variant="default" loading={sending.busy} onClick={() => void sending.send()}>{t`Log out`}</Button>
    </>
  );
}
