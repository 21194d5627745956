import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useOwnProfile } from "#features/session";
import { useMoments } from "#kit/moments.ts";

import { Changes } from "./Changes.tsx";
import { Notice } from "./Notice.tsx";
import type { Review } from "./api/get_review.ts";
import { commentsQuery } from "./api/list_comments.ts";
import { historyQuery } from "./api/list_history.ts";
import { useEventNames } from "./events.ts";
import type { Kind } from "./kinds.ts";
import { type Look, keepLook, lastLook } from "./looked.ts";
import { changesSince, eventsSince } from "./past.ts";
import { keyOf } from "./search.ts";

/** What others did with the record since this person saw it last on this device. */
export function SinceLastLook({ review, labelOf }: { review: Review; labelOf: (path: string) => string }) {
  const { id: person } = useOwnProfile();
  const key = keyOf(review);
  const [look] = useState(() => lastLook(person, key));
  const { version } = review;
  useEffect(() => keepLook(person, key, { version, at: new Date().toISOString() }), [person, key, version]);
  return look ? <Since look={look} review={review} labelOf={labelOf} /> : null;
}

function Since({ look, review, labelOf }: { look: Look; review: Review; labelOf: (path: string) => string }) {
  const { t } = useLingui();
  const moment = useMoments();
  const { id: person } = useOwnProfile();
  const nameOfEvent = useEventNames();
  const kind = review.kind as Kind;
  const history = useQuery({ ...historyQuery(kind, review.id), enabled: look.version < review.version });
  const comments = useQuery(commentsQuery(kind, review.id));
  const entries = history.data?.data ?? [];
  const changes = changesSince(entries, look.version);
  const events = eventsSince(entries, look.version).filter(({ actorId }) => actorId !== person);
  const count = (comments.data ?? []).filter(({ writtenBy, createdAt }) => writtenBy !== person && createdAt > look.at).length;
  if (changes.length + events.length + count === 0) return null;
  const when = moment(look.at);
  return (
    <Notice tone="indigo" title={t`Since your last look on this device, ${when}`}>
      <ul className="plain-list">
        {events.map(({ id, action, actorName, occurredAt }) => (
          <li key={id}>{[nameOfEvent(action), actorName, moment(occurredAt)].filter(Boolean).join(" · ")}</li>
        ))}
      </ul>
      {changes.length > 0 && <Changes changes={changes} labelOf={labelOf} />}
      {count > 0 && <Text>{t`New comments: ${count}`}</Text>}
    </Notice>
  );
}
