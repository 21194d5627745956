import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { removeSecondFactor } from "./api/remove_second_factor.ts";

/** For somebody who lost the phone with the authenticator app. It cannot be undone, so it takes two presses. */
export function SecondFactorReset({ id }: { id: number }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const [said, setSaid] = useState("");
  const removing = useSending(async () => {
    await removeSecondFactor(id);
    await client.invalidateQueries({ queryKey: ["audit"] });
    setSaid(t`Their second factor is removed. They set up a new one on the page of their profile.`);
    setSure(false);
  });
  const none = removing.failure?.status === 404;
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Second factor`}</Title>
      <Text size="sm">{t`If somebody has lost their authenticator app and their recovery codes, remove their second factor. Be sure that it is them. If another may have their phone, have them set a new password, too.`}</Text>
      {none ? <Text role="alert">{t`They have no second factor.`}</Text> : <FailureNote failure={removing.failure} />}
      <div>
        <Button variant={sure && !none ? "filled" : "default"} color="red" loading={removing.busy} disabled={none} onClick={() => (sure ? void removing.send() : setSure(true))}>
          {sure && !none ? t`Yes, remove it: this cannot be undone` : t`Remove their second factor`}
        </Button>
      </div>
      <Text role="status">{said}</Text>
    </Stack>
  );
}
