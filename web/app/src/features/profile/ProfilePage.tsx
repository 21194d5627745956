import { useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";

import { keepProfile, useOwnProfile } from "#features/session";
import { FailureNote } from "#kit/FailureNote.tsx";
import { TextField } from "#kit/fields.tsx";
import { LanguageField } from "#kit/LanguageField.tsx";
import { Page } from "#kit/Page.tsx";
import { type Language, choose, currentLanguage } from "#kit/language.ts";
import { useSending } from "#kit/sending.ts";

import { PasswordCard } from "./PasswordCard.tsx";
import { updateProfile } from "./api/update_profile.ts";

/** `more`: cards of other features that belong here. */
export function ProfilePage({ more }: { more: ReactNode }) {
  const { t } = useLingui();
  return (
    <Page title={t`Your profile`}>
      <div className="columns">
        <Stack>
          <DetailsCard />
          <AppearanceCard />
        </Stack>
        <Stack>
          <PasswordCard />
          {more}
        </Stack>
      </div>
    </Page>
  );
}

function DetailsCard() {
  const { t } = useLingui();
  const client = useQueryClient();
  const profile = useOwnProfile();
  const [details, setDetails] = useState({ first_name: profile.first_name, last_name: profile.last_name, email: profile.email ?? "" });
  const [saved, setSaved] = useState(false);
  const sending = useSending(async () => {
    keepProfile(client, await updateProfile(details, profile.etag));
    setSaved(true);
  });
  const field = (name: keyof typeof details) => ({
    name,
    value: details[name],
    onChange: (value: string) => {
      setSaved(false);
      setDetails((before) => ({ ...before, [name]: value }));
    },
    error: sending.at(name),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sending.send();
  };
  return (
    <form onSubmit={submit} noValidate className="card">
      <Stack>
        <Title order={2} size="h4">{t`You`}</Title>
        <Text c="dimmed">{profile.phone_number}</Text>
        <FailureNote failure={sending.failure} shown={Object.keys(details)} />
        <TextField {...field("first_name")} label={t`First name`} autoComplete="given-name" />
        <TextField {...field("last_name")} label={t`Last name`} autoComplete="family-name" />
        <TextField {...field("email")} label={t`E-mail address`} type="email" inputMode="email" autoComplete="email" />
        <Button type="submit" loading={sending.busy}>{t`Save`}</Button>
        <Text role="status">{saved ? t`Saved.` : ""}</Text>
      </Stack>
    </form>
  );
}

function AppearanceCard() {
  const { t } = useLingui();
  const client = useQueryClient();
  const profile = useOwnProfile();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [language, setLanguage] = useState(currentLanguage());
  const sending = useSending(async (chosen: Language) => {
    setLanguage(chosen);
    await choose(chosen);
    keepProfile(client, await updateProfile({ language: chosen }, profile.etag));
  });
  const scheme = (chosen: string) => {
    if (chosen === "light" || chosen === "dark" || chosen === "auto") setColorScheme(chosen);
  };
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Language and appearance`}</Title>
      <FailureNote failure={sending.failure} />
      <LanguageField labelled value={language} onChange={(chosen) => void sending.send(chosen)} />
      <SegmentedControl
        fullWidth
        size="md"
        aria-label={t`Light or dark`}
        value={colorScheme}
        onChange={scheme}
        data={[
          { value: "light", label: t`Light` },
          { value: "dark", label: t`Dark` },
          { value: "auto", label: t`As the device` },
        ]}
      />
    </Stack>
  );
}
