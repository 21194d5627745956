import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { database, removePin, setPin, useKeptOnDevice } from "#features/device";

import { PinField } from "./PinField.tsx";

const isPin = (text: string) => /^\d{4,12}$/.test(text);

/** A PIN lets somebody take over a shared device again without a network. */
export function PinCard({ person }: { person: number }) {
  const { t } = useLingui();
  const [pin, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const [fault, setFault] = useState<string>();
  const has = useKeptOnDevice(() => database.people.get(person), [person])?.pin !== undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFault(isPin(pin) ? undefined : t`A PIN has 4 to 12 digits.`);
    if (!isPin(pin)) return;
    await setPin(person, pin);
    setTyped("");
    setSaid(t`The PIN is set on this device.`);
  };
  const remove = async () => {
    await removePin(person);
    setSaid(t`The PIN is removed.`);
  };
  return (
    <form className="card" noValidate onSubmit={(event) => void submit(event)}>
      <Stack>
        <Title order={2} size="h4">{t`PIN for a shared device`}</Title>
        <Text>{t`With a PIN you can leave this device to a colleague and take it over again without a network. Each of you keeps your own forms.`}</Text>
        <PinField label={has ? t`New PIN` : t`PIN`} name="pin" value={pin} onChange={setTyped} error={fault} />
        <Button type="submit">{t`Set the PIN`}</Button>
        {has && <Button variant="default" onClick={() => void remove()}>{t`Remove the PIN`}</Button>}
        <Text role="status">{said}</Text>
      </Stack>
    </form>
  );
}
