import { Trans, useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";

/** Browsers keep our cookies only for encrypted addresses, and for this machine's own. */
export function UnsafeAddress() {
  const { t } = useLingui();
  if (window.isSecureContext) return null;
  return (
    <Alert color="red" variant="light" title={t`Nobody can log in at this address`} mb="md">
      <Trans>
        The connection is not encrypted. Open the address that begins with https://, or ask whoever runs the server for it. On the server
        itself, http://127.0.0.1 works too.
      </Trans>
    </Alert>
  );
}
