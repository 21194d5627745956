import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";

import { synchronise } from "#features/sync";
import { PasswordField } from "#kit/fields.tsx";

import { NotRescued, type RescueFault, importRescueFile, saveRescueFile } from "./file.ts";

const shortest = 8; // characters of a passphrase

/** Takes what is not sent off a failing device, and onto another one. */
export function RescueCard({ person }: { person: number }) {
  const { t } = useLingui();
  const [passphrase, setPassphrase] = useState("");
  const [said, setSaid] = useState("");
  const chooser = useRef<HTMLInputElement>(null);
  const faults: Record<RescueFault, string> = {
    "not a rescue file": t`This is not a rescue file.`,
    "wrong passphrase": t`The passphrase is another one, or the file is damaged.`,
    "imported before": t`This file was imported on this device before. Nothing was changed.`,
    "of a newer app": t`This file is of a newer app. Load this page again, then import it.`,
  };
  const short = passphrase.length < shortest;

  const save = async () => {
    const address = URL.createObjectURL(await saveRescueFile(person, passphrase));
    const link = document.createElement("a");
    link.href = address;
    link.download = `kpa-rescue-${new Date().toISOString().slice(0, 10)}.kpa`;
    link.click();
    URL.revokeObjectURL(address);
    setSaid(t`The file is saved. Import it on another device, with the same passphrase; what is here stays until it is sent.`);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const { name, drafts, waiting } = await importRescueFile(file, passphrase);
      setSaid(t`Of ${name}: ${drafts} begun and ${waiting} waiting forms are on this device now. They are sent when ${name} is logged in here.`);
      void synchronise();
    } catch (error) {
      if (!(error instanceof NotRescued)) throw error;
      setSaid(faults[error.fault]);
    }
  };
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Rescue file`}</Title>
      <Text>{t`When this device fails or is lost to the network, a file takes all that is not sent to another one. It is encrypted: whoever imports it needs the passphrase.`}</Text>
      <PasswordField
        label={t`Passphrase, eight characters or more`}
        name="passphrase"
        fresh
        value={passphrase}
        onChange={setPassphrase}
      />
      <Button variant="default" disabled={short} onClick={() => void save()}>{t`Save a rescue file`}</Button>
      <Button variant="default" disabled={short} onClick={() => chooser.current?.click()}>{t`Import a rescue file`}</Button>
      <input ref={chooser} type="file" hidden aria-label={t`Rescue file`} onChange={(event) => void take(event.currentTarget.files?.[0])} />
      <Text role="status">{said}</Text>
    </Stack>
  );
}
