import { useLingui } from "@lingui/react/macro";
import { Badge, Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";

import { useOwnProfile } from "#features/session";
import type { components } from "#kit/api.ts";
import { FailureNote } from "#kit/FailureNote.tsx";
import { TextField } from "#kit/fields.tsx";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";
import { useSending } from "#kit/sending.ts";
import { offerUndo } from "#kit/undo.ts";

import { type Found, PersonField } from "./PersonField.tsx";
import { endDelegation } from "./api/end_delegation.ts";
import { useNamesOf } from "./api/get_person.ts";
import { delegationsKey, useDelegations } from "./api/list_delegations.ts";
import { makeDelegation } from "./api/make_delegation.ts";
import { useDays } from "./days.ts";

type Delegation = components["schemas"]["Delegation"];

/** Who reviews in whose place, and when. */
export function DelegationsPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: delegationsKey });
  return (
    <Page title={t`Reviewing in another's place`}>
      <Stack>
        <NewDelegation onMade={again} />
        <Loaded query={useDelegations()}>
          {({ data }) =>
            data.length === 0 ? (
              <Text c="dimmed">{t`Nobody reviews in another's place. When you go on leave, say above who decides for you.`}</Text>
            ) : (
              <Delegations all={data} onEnded={again} />
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
}

function Delegations({ all, onEnded }: { all: Delegation[]; onEnded: () => Promise<void> }) {
  const nameOf = useNamesOf(all.flatMap(({ delegator, delegate }) => [delegator, delegate]));
  return (
    <ul className="plain-list">
      {all.map((delegation) => (
        <li key={delegation.id} className="card" style={{ marginBottom: "0.5rem" }}>
          <OneDelegation delegation={delegation} nameOf={nameOf} onEnded={onEnded} />
        </li>
      ))}
    </ul>
  );
}

function OneDelegation({ delegation, nameOf, onEnded }: { delegation: Delegation; nameOf: (id: number) => string; onEnded: () => Promise<void> }) {
  const { t } = useLingui();
  const profile = useOwnProfile();
  const { day, today } = useDays();
  const { delegator, delegate, startsOn, endsOn, endedAt } = delegation;
  const [who, whose] = [nameOf(delegate), nameOf(delegator)];
  const [from, to] = [day(startsOn), day(endsOn)];
  const isOver = Boolean(endedAt) || endsOn < today;
  const ending = useSending(async () => {
    await endDelegation(delegation);
    await onEnded();
    const begin = startsOn < today ? today : startsOn; // a new one cannot begin in the past
    const inPlaceOf = delegator === profile.id ? {} : { delegator: String(delegator) };
    offerUndo(t`${who} no longer reviews in place of ${whose}.`, async () => {
      await makeDelegation({ delegate: String(delegate), startsOn: begin, endsOn, ...inPlaceOf });
      await onEnded();
    });
  });
  const mark = isOver ? t`Over` : startsOn > today ? t`To come` : t`Now`;
  const mayEnd = !isOver && (delegator === profile.id || profile.is_superuser);
  return (
    <>
      <FailureNote failure={ending.failure} />
      <div className="row">
        <div>
          <Text fw={600}>{t`${who} in place of ${whose}`}</Text>
          <Text size="sm" c="dimmed">{t`From ${from} to ${to}`}</Text>
        </div>
        <Badge variant="outline" color={isOver ? "gray" : "indigo"} tt="none" size="lg">{mark}</Badge>
        {mayEnd && <Button variant="default" loading={ending.busy} onClick={() => void ending.send()}>{t`End it now`}</Button>}
      </div>
    </>
  );
}

function NewDelegation({ onMade }: { onMade: () => Promise<void> }) {
  const { t } = useLingui();
  const profile = useOwnProfile();
  const { today } = useDays();
  const [delegate, setDelegate] = useState<Found>();
  const [delegator, setDelegator] = useState<Found>();
  const [startsOn, setStartsOn] = useState(today);
  const [endsOn, setEndsOn] = useState(today);
  const [missing, setMissing] = useState("");
  const sending = useSending(async (person: Found) => {
    await makeDelegation({ delegate: String(person.id), startsOn, endsOn, ...(delegator ? { delegator: String(delegator.id) } : {}) });
    setDelegate(undefined);
    setDelegator(undefined);
    await onMade();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(delegate ? "" : t`Choose who is to review.`);
    if (delegate) void sending.send(delegate);
  };
  return (
    <form onSubmit={submit} noValidate className="card">
      <Stack>
        <Title order={2} size="h4">{t`Let somebody review in your place`}</Title>
        <FailureNote failure={sending.failure} shown={["delegate", "delegator", "startsOn", "endsOn"]} />
        <Chosen person={delegate} onOther={() => setDelegate(undefined)}>
          <PersonField staffOnly without={delegator?.id ?? profile.id} label={t`Who is to review?`} error={sending.at("delegate") ?? (missing || undefined)} onFound={setDelegate} />
        </Chosen>
        {profile.is_superuser && (
          <Chosen person={delegator} onOther={() => setDelegator(undefined)}>
            <PersonField staffOnly label={t`In whose place? You, if you choose nobody.`} error={sending.at("delegator")} onFound={setDelegator} />
          </Chosen>
        )}
        <TextField type="date" label={t`The first day`} value={startsOn} onChange={setStartsOn} error={sending.at("startsOn")} />
        <TextField type="date" label={t`The last day`} value={endsOn} onChange={setEndsOn} error={sending.at("endsOn")} />
        <Button type="submit" loading={sending.busy}>{t`Let them review`}</Button>
      </Stack>
    </form>
  );
}

/** The person who was chosen, or how to choose one. */
function Chosen({ person, onOther, children }: { person: Found | undefined; onOther: () => void; children: ReactNode }) {
  const { t } = useLingui();
  if (!person) return children;
  return (
    <div className="row">
      <Text fw={600}>{person.name}</Text>
      <Button variant="default" onClick={onOther}>{t`Somebody else`}</Button>
    </div>
  );
}
