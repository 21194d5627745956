import { useLingui } from "@lingui/react/macro";
import { Code, Stack, Text, Title } from "@mantine/core";

import { Loaded } from "#kit/Loaded.tsx";
import { useMoments } from "#kit/moments.ts";

import { useNewest } from "./api/list_entries.ts";
import styles from "./audit.module.css";
import { lastSeal } from "./last_seal.ts";

/** The state of the hash chain, as far as the API tells it; the proof is the program's. */
export function Chain() {
  const { t } = useLingui();
  const moment = useMoments();
  return (
    <Stack className="card" gap="sm">
      <Title order={2} size="h4">{t`The chain of seals`}</Title>
      <Text size="sm">{t`About a second after something happens, its entry is sealed in a chain: whoever changes or removes an entry later breaks it.`}</Text>
      <Loaded query={useNewest(undefined, 100)}>
        {({ data, archived_until: archived }) => {
          const { seal, at, unsealed, late } = lastSeal(data);
          const until = archived ? moment(archived) : "";
          return (
            <>
              <dl className="fields">
                <div>
                  <dt>{t`Newest seal`}</dt>
                  <dd>{seal === undefined ? t`None yet` : seal}</dd>
                </div>
                {at && (
                  <div>
                    <dt>{t`Its entry is of`}</dt>
                    <dd>{moment(at)}</dd>
                  </div>
                )}
                <div>
                  <dt>{t`Entries that wait for their seal`}</dt>
                  <dd>{unsealed}</dd>
                </div>
              </dl>
              {late && <Text size="sm" role="alert" className={styles.late}>{t`Entries have waited for more than a minute: sealing seems to stand still. Look at the server's log.`}</Text>}
              {archived && <Text size="sm">{t`Entries up to ${until} are in archives, and not in this list.`}</Text>}
            </>
          );
        }}
      </Loaded>
      <Text size="sm">{t`To prove that nobody has changed the log, run this on the server. It reads the whole chain, and its answer names the first entry that does not fit.`}</Text>
      <Code block>kpa audit verify</Code>
    </Stack>
  );
}
