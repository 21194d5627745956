import { useLingui } from "@lingui/react/macro";
import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

import { BuilderPage, type FormSearch, validateFormSearch } from "#features/form_builder";
import { useOwnProfile } from "#features/session";
import { Page } from "#kit/Page.tsx";

/** One form, while it is built. */
export function FormRoute() {
  const { t } = useLingui();
  const { is_staff, is_superuser } = useOwnProfile();
  const { id } = useParams({ from: "/inside/forms/$id" });
  const asked = useSearch({ from: "/inside/forms/$id" });
  const search = useMemo(() => validateFormSearch(asked), [asked]);
  const navigate = useNavigate();
  const find = useCallback((next: FormSearch, replace: boolean) => void navigate({ to: "/forms/$id", params: { id }, search: next, replace, resetScroll: false }), [navigate, id]);
  if (!is_staff && !is_superuser)
    return (
      <Page title={t`A form`} narrow>
        <Text>{t`Forms are built by staff. Those that you can fill in are at “Fill in a form”.`}</Text>
      </Page>
    );
  const back = <Anchor component={Link} to="/forms">{t`All forms`}</Anchor>;
  return <BuilderPage key={id} id={Number(id)} search={search} onSearch={find} back={back} />;
}
