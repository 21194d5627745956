import { useLingui } from "@lingui/react/macro";
import { Stack, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";

import { keepForGood } from "#features/device";

/** Whether the browser promised to keep what is on this device, and how much of its room is taken. */
export function StorageCard() {
  const { t, i18n } = useLingui();
  const [promised, setPromised] = useState<boolean>();
  const [estimate, setEstimate] = useState<StorageEstimate>();
  useEffect(() => {
    void keepForGood().then(setPromised);
    void navigator.storage?.estimate?.().then(setEstimate);
  }, []);
  const megabytes = (bytes = 0) => i18n.number(bytes / 1e6, { maximumFractionDigits: 1 });
  const used = megabytes(estimate?.usage);
  const free = megabytes((estimate?.quota ?? 0) - (estimate?.usage ?? 0));
  return (
    <Stack className="card" gap="xs">
      <Title order={2} size="h4">{t`What this device keeps`}</Title>
      {promised === true && <Text>{t`The browser keeps your forms until they are sent.`}</Text>}
      {promised === false && <Text>{t`The browser may throw away what is not sent when the device is full. Install the app (browser menu, “Add to home screen”): then it keeps it.`}</Text>}
      {estimate && <Text c="dimmed">{t`${used} MB used, ${free} MB free for this app.`}</Text>}
    </Stack>
  );
}
