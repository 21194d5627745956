import { useLingui } from "@lingui/react/macro";
import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { FormsPage, type FormsSearch, validateFormsSearch } from "#features/form_builder";
import { useOwnProfile } from "#features/session";
import { Page } from "#kit/Page.tsx";

/** All forms, for staff, who build them. */
export function FormsRoute() {
  const { t } = useLingui();
  const { is_staff, is_superuser } = useOwnProfile();
  const asked = useSearch({ from: "/inside/forms" });
  const search = useMemo(() => validateFormsSearch(asked), [asked]);
  const navigate = useNavigate();
  if (!is_staff && !is_superuser)
    return (
      <Page title={t`Forms`} narrow>
        <Text>{t`Forms are built by staff. Those that you can fill in are at “Fill in a form”.`}</Text>
      </Page>
    );
  const open = (id: number) => void navigate({ to: "/forms/$id", params: { id: String(id) } });
  const find = (next: FormsSearch) => void navigate({ to: "/forms", search: next, replace: true });
  const link = (id: number, title: string) => (
    <Anchor renderRoot={(props) => <Link {...props} to="/forms/$id" params={{ id: String(id) }} />}>{title}</Anchor>
  );
  return <FormsPage search={search} onSearch={find} onOpen={open} linkTo={link} />;
}
