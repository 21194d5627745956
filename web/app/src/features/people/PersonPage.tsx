import { useLingui } from "@lingui/react/macro";
import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useOwnProfile } from "#features/session";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import table from "#kit/table.module.css";

import { DetailsCard } from "./DetailsCard.tsx";
import { DetailsRead } from "./DetailsRead.tsx";
import { ManagerTree } from "./ManagerTree.tsx";
import { PasswordOffer } from "./PasswordOffer.tsx";
import { SecondFactorReset } from "./SecondFactorReset.tsx";
import { SessionsOf } from "./SessionsOf.tsx";
import { StateCard } from "./StateCard.tsx";
import { usePerson } from "./api/get_person.ts";
import styles from "./people.module.css";
import { mayChange } from "./rank.ts";

/** `history`: what happened with the person, for superusers; it belongs to another feature. */
export function PersonPage({ id, history }: { id: number; history: ReactNode }) {
  const { t } = useLingui();
  const me = useOwnProfile();
  const person = usePerson(id);
  const own = me.id === id;
  if (!me.is_staff) return <Page title={t`People`}><Text className="card">{t`This page is for staff.`}</Text></Page>;
  return (
    <Page key={id} title={person.data?.full_name ?? t`A person`}>
      <Stack className={table.wide}>
        <Anchor component={Link} to="/admin/people">{t`All people`}</Anchor>
        <Loaded query={person}>
          {(read) => (
            <div className={styles.person}>
              <Stack>
                {mayChange(me, read) ? <DetailsCard key={read.id} person={read} ranked={me.is_superuser === true && !own} /> : <DetailsRead person={read} />}
                {me.is_superuser && history}
              </Stack>
              <Stack>
                {mayChange(me, read) && !own && (
                  <>
                    <PasswordOffer person={read} />
                    <StateCard person={read} />
                  </>
                )}
                {own && <Text className="card">{t`This is you. Your password, second factor and sessions are on the page of your profile.`}</Text>}
                <ManagerTree person={read} />
                {me.is_superuser && !own && (
                  <>
                    <SessionsOf id={id} />
                    <SecondFactorReset id={id} />
                  </>
                )}
              </Stack>
            </div>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}
