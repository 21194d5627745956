import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";

import { auditKey, useNewest } from "#features/audit";
import { useSecondFactor } from "#features/second_factor";
import { useOwnProfile } from "#features/session";
import { Callout } from "#kit/Callout.tsx";
import { EditingNote } from "#kit/EditingNote.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import type { components } from "#kit/api.ts";
import { useEditing } from "#kit/editing.ts";
import { useMoments } from "#kit/moments.ts";
import { offerUndo } from "#kit/undo.ts";

import { SettingField } from "./SettingField.tsx";
import { changeSettings } from "./api/change_settings.ts";
import { getSettings, settingsKey, useSettings } from "./api/get_settings.ts";
import { choicesOf, lastChangeOf, names } from "./choices.ts";
import { useSettingWords } from "./words.ts";

type Settings = components["schemas"]["SystemSettings"] & { etag: string };

export function SettingsPage() {
  const { t } = useLingui();
  const { is_superuser: superuser = false } = useOwnProfile();
  return (
    <Page title={t`Settings of the installation`}>
      {superuser ? <Read /> : <Text className="card">{t`This page is for superusers.`}</Text>}
    </Page>
  );
}

const Read = () => <Loaded query={useSettings()}>{(settings) => <Form settings={settings} />}</Loaded>;

function Form({ settings }: { settings: Settings }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const moment = useMoments();
  const words = useSettingWords();
  const history = useNewest({ entity_type: "system_settings" }, 100).data?.data;
  const ownFactor = useSecondFactor().data;
  const keep = async (saved: Settings) => {
    client.setQueryData(settingsKey, saved);
    await Promise.all([auditKey, ["installation"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  const editing = useEditing({
    record: settings,
    formOf: choicesOf,
    again: getSettings,
    write: async (changes, etag, before) => {
      const saved = await changeSettings(changes, etag);
      await keep(saved);
      offerUndo(t`The settings are saved.`, async () => keep(await changeSettings(before, saved.etag).catch(getSettings)));
      return saved;
    },
  });
  const { form } = editing;
  const locksOut = form.require_second_factor_for_staff && editing.changes.require_second_factor_for_staff !== undefined && ownFactor?.enabled === false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void editing.sending.send();
  };
  const labelOf = (field: string) => words[names.find((name) => name === field) ?? "registration_open"].name;
  const writtenOf = (field: string, value: unknown) => {
    const { on, off } = words[names.find((name) => name === field) ?? "registration_open"];
    return value === true ? on : off;
  };
  const changed = moment(settings.updated_at);
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <EditingNote editing={editing} shown={names} labelOf={labelOf} writtenOf={writtenOf} />
        {names.map((name) => (
          <SettingField
            key={name}
            name={name}
            value={form[name]}
            onChange={(value) => editing.set(name, value)}
            error={editing.sending.at(name)}
            change={history && (lastChangeOf(history, name) ?? null)}
          />
        ))}
        {locksOut && (
          <Callout urgent>
            {t`You have no second factor yourself. After saving this you cannot administer anything until you set one up on the page of your profile.`}{" "}
            <Anchor component={Link} to="/profile">{t`Your profile`}</Anchor>
          </Callout>
        )}
        <Group gap="sm">
          <Button type="submit" disabled={!editing.changed} loading={editing.sending.busy}>{t`Save`}</Button>
          <Text role="status" size="sm" c="dimmed">{editing.changed ? t`Not saved yet.` : t`As it is since ${changed}.`}</Text>
        </Group>
        <Text size="sm" c="dimmed">{t`What is set in the server's own configuration, such as addresses and limits, is changed there.`}</Text>
      </Stack>
    </form>
  );
}
