import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import { FailureNote } from "#kit/FailureNote.tsx";
import { useMoments } from "#kit/moments.ts";
import { useSending } from "#kit/sending.ts";
import { offerUndo } from "#kit/undo.ts";

import { activatePerson } from "./api/activate_person.ts";
import { deactivatePerson } from "./api/deactivate_person.ts";
import { type Person, peopleKey } from "./api/list_people.ts";

/** Whether somebody can log in. */
export function StateCard({ person }: { person: Person }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const moment = useMoments();
  const { id, full_name: name, is_active: active } = person;
  // The audit log is of another feature: what happened with the person.
  const again = () => Promise.all([peopleKey, ["audit"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  const turn = useSending(async () => {
    await (active ? deactivatePerson(id) : activatePerson(id));
    await again();
    offerUndo(active ? t`${name} is deactivated.` : t`${name} is active again.`, async () => {
      await (active ? activatePerson(id) : deactivatePerson(id)).catch(() => {}); // then it stays, as the page shows
      await again();
    });
  });
  const seen = person.last_login ? moment(person.last_login) : undefined;
  const joined = moment(person.date_joined);
  return (
    <Stack className="card">
      <Title order={2} size="h4">{active ? t`Active` : t`Deactivated`}</Title>
      <Text size="sm">{seen ? t`Enrolled ${joined}, last logged in ${seen}.` : t`Enrolled ${joined}, never logged in.`}</Text>
      <FailureNote failure={turn.failure} />
      <div>
        <Button variant="default" loading={turn.busy} onClick={() => void turn.send()}>{active ? t`Deactivate` : t`Activate`}</Button>
      </div>
      {active && <Text size="sm" c="dimmed">{t`Somebody who is deactivated cannot log in, and is logged out everywhere. Their records stay.`}</Text>}
    </Stack>
  );
}
