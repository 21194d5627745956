import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

import { PinLocked, type Person, checkPin, database, switchTo, useKeptOnDevice, usePeopleOnDevice } from "#features/device";
import { Page } from "#kit/Page.tsx";
import { useMoments } from "#kit/moments.ts";

import { PinField } from "./PinField.tsx";

/** Who works on this device now. `onSwitched` is called when somebody has taken over; `login`: the way for all others. */
export function PeoplePage({ onSwitched, login }: { onSwitched: () => void; login: ReactNode }) {
  const { t } = useLingui();
  const people = usePeopleOnDevice();
  return (
    <Page title={t`Who works here?`} narrow>
      <Stack>
        {people?.length === 0 && <Text>{t`Nobody has worked on this device yet.`}</Text>}
        <ul className="plain-list">
          {people?.map((person) => (
            <li key={person.id} className="card" style={{ marginBottom: "0.5rem" }}>
              <OnePerson person={person} onSwitched={onSwitched} />
            </li>
          ))}
        </ul>
        {login}
      </Stack>
    </Page>
  );
}

function OnePerson({ person, onSwitched }: { person: Person; onSwitched: () => void }) {
  const { t } = useLingui();
  const moment = useMoments();
  const [pin, setPin] = useState("");
  const [fault, setFault] = useState<string>();
  const unsent = useKeptOnDevice(
    async () => (await database.outbox.where("person").equals(person.id).count()) + (await database.drafts.where("person").equals(person.id).count()),
    [person.id],
  );
  const name = person.profile.full_name;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (!(await checkPin(person.id, pin))) return setFault(t`This is not the PIN.`);
      await switchTo(person.id);
      onSwitched();
    } catch (error) {
      if (!(error instanceof PinLocked)) throw error;
      const until = moment(new Date(error.until).toISOString());
      setFault(t`The PIN was wrong too often. Try again after ${until}, or log in.`);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap="xs">
        <Text fw={600}>{name}</Text>
        {!!unsent && <Text size="sm">{t`${unsent} forms are not sent yet.`}</Text>}
        {person.pin ? (
          <>
            <PinField label={t`PIN of ${name}`} name={`pin-${person.id}`} value={pin} onChange={setPin} error={fault} />
            <Button type="submit">{t`Take over`}</Button>
          </>
        ) : (
          <Text size="sm" c="dimmed">{t`Has no PIN on this device: log in.`}</Text>
        )}
      </Stack>
    </form>
  );
}
