import { useLingui } from "@lingui/react/macro";
import { Stack, Text, TextInput, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";

import type { Copy, Draft, OutboxEntry } from "#features/device";
import { useDrafts } from "#features/drafts";
import { useOwnProfile } from "#features/session";
import { useOutbox } from "#features/sync";
import { Page } from "#kit/Page.tsx";

import { SyncLine } from "./SyncLine.tsx";
import { isDecided, isSentBack, matches, useOwnRecords } from "./records.ts";
import styles from "./today.module.css";

export interface TodayProps {
  /** What leads to a draft, to something in the queue, to a record; each is drawn as one line of a list. */
  draft: (draft: Draft) => ReactNode;
  waiting: (entry: OutboxEntry) => ReactNode;
  record: (copy: Copy) => ReactNode;
  /** Where a new form is begun. */
  begin: ReactNode;
}

/** Where the day begins: what waits for somebody, the most urgent first, and below, where the thumb is, the way to a new form. */
export function TodayPage({ draft, waiting, record, begin }: TodayProps) {
  const { t } = useLingui();
  const { id: person, first_name: name } = useOwnProfile();
  const [sought, setSought] = useState("");
  const drafts = useDrafts(person);
  const outbox = useOutbox(person);
  const records = useOwnRecords(person);
  const correcting = new Set([...(drafts ?? []).map(({ uuid }) => uuid), ...(outbox ?? []).map((entry) => entry.draft.uuid)]);
  const sentBack = (records ?? []).filter((copy) => isSentBack(copy) && !correcting.has(copy.uuid ?? ""));
  const stopped = (outbox ?? []).filter(({ state }) => state !== "waiting");
  const onTheWay = (outbox ?? []).filter(({ state }) => state === "waiting");
  const nothing = drafts && outbox && drafts.length + outbox.length + sentBack.length === 0;
  const found = sought.trim() ? (records ?? []).filter((copy) => matches(copy, sought)) : undefined;
  return (
    <Page title={t`Today`}>
      <Stack>
        <Title order={2} size="h4">{t`Hello, ${name}!`}</Title>
        <SyncLine person={person} />
        <TextInput
          size="md"
          type="search"
          label={t`Search your forms by number`}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        {found ? (
          <Section title={t`Found`} items={found.slice(0, 50).map(record)} empty={t`None of the forms on this device has this number.`} />
        ) : (
          <>
            <Section title={t`Need your look`} items={stopped.map(waiting)} />
            <Section title={t`Sent back to you`} items={sentBack.map(record)} />
            <Section title={t`Begun`} items={(drafts ?? []).map(draft)} />
            <Section title={t`Waiting to be sent`} items={onTheWay.map(waiting)} />
            {nothing && (
              <Stack className="card" gap="xs">
                <Text fw={600}>{t`Nothing waits for you.`}</Text>
                <Text c="dimmed">{t`Forms that you have begun, that wait to be sent, or that came back to you will be here.`}</Text>
              </Stack>
            )}
            <Section title={t`Decided lately`} items={(records ?? []).filter(isDecided).slice(0, 10).map(record)} />
            <Section title={t`In review`} items={(records ?? []).filter((copy) => !isDecided(copy) && !isSentBack(copy)).slice(0, 10).map(record)} />
          </>
        )}
      </Stack>
      <div className={styles.foot}>{begin}</div>
    </Page>
  );
}

/** Shown when there is something in it, or something to say of its being empty. */
function Section({ title, items, empty }: { title: string; items: ReactNode[]; empty?: string }) {
  if (items.length === 0 && !empty) return null;
  return (
    <section>
      <Title order={3} size="h5" mb="xs">{title}</Title>
      {items.length === 0 ? <Text c="dimmed">{empty}</Text> : <ul className="plain-list">{items}</ul>}
    </section>
  );
}
