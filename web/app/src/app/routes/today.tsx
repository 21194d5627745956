import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { useFormTitles } from "#features/built_forms";
import { useOwnProfile } from "#features/session";
import { TodayPage } from "#features/today";
import { Line } from "#kit/Line.tsx";
import { useMoments } from "#kit/moments.ts";

import { useNames } from "../kinds.tsx";
import { useEntryState, useStatus } from "../statuses.ts";

export function TodayRoute() {
  const { t } = useLingui();
  const profile = useOwnProfile();
  const names = useNames();
  const moment = useMoments();
  const status = useStatus();
  const entryState = useEntryState();
  const formTitle = useFormTitles(profile.id);
  const begin = <Button component={Link} to="/new" size="lg" fullWidth>{t`Fill in a form`}</Button>;
  const at = (time: number) => moment(new Date(time).toISOString());
  return (
    <TodayPage
      draft={({ uuid, kind, content, form, base, changedAt }) => (
        <Line
          key={uuid}
          to="/fill/$uuid"
          params={{ uuid }}
          title={names.record(kind, content, formTitle(form?.id))}
          about={at(changedAt)}
          mark={base ? t`Correction` : t`Begun`}
        />
      )}
      waiting={({ device, sequence, draft, queuedAt, state, message }) => (
        <Line
          key={`${device} ${sequence}`}
          to="/waiting/$device/$sequence"
          params={{ device, sequence: String(sequence) }}
          title={names.record(draft.kind, draft.content, formTitle(draft.form?.id))}
          about={message || at(queuedAt)}
          {...entryState(state)}
        />
      )}
      record={({ kind, id, record }) => (
        <Line
          key={`${kind} ${id}`}
          to="/records/$kind/$id"
          params={{ kind, id: String(id) }}
          title={names.record(kind, record, formTitle(record.form_id as number | undefined))}
          about={(record.rejection as { reason?: string } | null)?.reason ?? moment(String(record.updatedAt ?? record.updated_at))}
          {...status(record.status)}
        />
      )}
      begin={begin}
    />
  );
}
