import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useInstallation } from "#features/installation";
import type { components } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { useSending } from "#kit/sending.ts";

import { OneTimeLink } from "./OneTimeLink.tsx";
import { offerPasswordReset } from "./api/offer_password_reset.ts";
import type { Person } from "./api/list_people.ts";
import styles from "./people.module.css";

/** Lets somebody set a password, whether they have none yet or forgot it. Nobody else learns it. */
export function PasswordOffer({ person }: { person: Person }) {
  const { t } = useLingui();
  const bySms = useInstallation().data?.login_by_code === true;
  const client = useQueryClient();
  const [offered, setOffered] = useState<components["schemas"]["ResetOffered"]>();
  const offering = useSending(async (method: "sms" | "link") => {
    setOffered(await offerPasswordReset(person.id, method));
    await client.invalidateQueries({ queryKey: ["audit"] });
  });
  const { full_name: name } = person;
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`A new password`}</Title>
      <Text>{person.last_login ? t`Their present password stays valid until they set a new one.` : t`${name} has never logged in. Give them a one-time link, with which they set a password.`}</Text>
      <FailureNote failure={offering.failure} />
      {person.is_active ? (
        <Group gap="sm">
          <Button variant={person.last_login ? "default" : "filled"} loading={offering.busy} onClick={() => void offering.send("link")}>{t`Make a one-time link`}</Button>
          {bySms && <Button variant="default" loading={offering.busy} onClick={() => void offering.send("sms")}>{t`Send a code to their phone`}</Button>}
        </Group>
      ) : (
        <Text>{t`Activate the person first.`}</Text>
      )}
      {offered?.method === "link" && <OneTimeLink key={offered.token} offered={offered} name={name} />}
      {offered?.method === "sms" && (
        <div role="status">
          <Text>{offered.message}</Text>
          <p className={styles.challenge}>{offered.challenge}</p>
        </div>
      )}
    </Stack>
  );
}
