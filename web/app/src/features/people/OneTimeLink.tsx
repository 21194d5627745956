import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useEffect, useRef } from "react";

import { QrCode } from "#features/second_factor";
import type { components } from "#kit/api.ts";
import { TextField } from "#kit/fields.tsx";

import { linkOf } from "./link.ts";

/** To scan with the person's phone, or to copy. It is shown this once. */
export function OneTimeLink({ offered, name }: { offered: components["schemas"]["ResetOffered"]; name: string }) {
  const { t } = useLingui();
  const clipboard = useClipboard({ timeout: 5000 });
  const place = useRef<HTMLDivElement>(null);
  const link = linkOf(offered, location.origin);
  const hours = Math.max(1, Math.round(offered.expires_in / 3600));
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <Stack gap="sm" ref={place}>
      <Text role="status">{t`Give this link to ${name} and to nobody else: whoever has it sets the password. It is good once, for ${hours} hours, and is not shown again.`}</Text>
      <QrCode text={link} label={t`The link as a QR code, for the camera of their phone`} />
      <TextField label={t`The link as text`} value={link} onChange={() => {}} />
      {"clipboard" in navigator && (
        <Group gap="sm">
          <Button variant="default" onClick={() => clipboard.copy(link)}>{t`Copy the link`}</Button>
          <Text role="status" size="sm">{clipboard.copied ? t`Copied.` : ""}</Text>
        </Group>
      )}
    </Stack>
  );
}
