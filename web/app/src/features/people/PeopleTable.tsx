import { useLingui } from "@lingui/react/macro";
import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { useDepotNames } from "#features/depots";
import { SortHeader } from "#kit/SortHeader.tsx";
import { useDay } from "#kit/day.ts";
import { useMoments } from "#kit/moments.ts";
import table from "#kit/table.module.css";

import type { Person } from "./api/list_people.ts";
import { rankOf } from "./rank.ts";
import { useRankWords } from "./rank_words.ts";

export function PeopleTable({ people, sort, onSort }: { people: readonly Person[]; sort: string; onSort: (sort: string) => void }) {
  const { t } = useLingui();
  const heads = { number: t`Number and phone`, depot: t`Depot`, rank: t`Rank`, seen: t`Last login`, joined: t`Joined` };
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <SortHeader label={t`Name`} by="name" sort={sort} onSort={onSort} />
          <th scope="col">{heads.number}</th>
          <th scope="col">{heads.depot}</th>
          <th scope="col">{heads.rank}</th>
          <th scope="col">{heads.seen}</th>
          <SortHeader label={heads.joined} by="date_joined" sort={sort} onSort={onSort} />
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} heads={heads} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ person, heads }: { person: Person; heads: Record<"number" | "depot" | "rank" | "seen" | "joined", string> }) {
  const { t } = useLingui();
  const depotName = useDepotNames();
  const moment = useMoments();
  const day = useDay();
  const words = useRankWords();
  const rank = rankOf(person);
  return (
    <tr>
      <td>
        <Link className={table.link} to="/admin/people/$id" params={{ id: String(person.id) }}>{person.full_name}</Link>{" "}
        {!person.is_active && <Badge variant="outline" color="gray" tt="none" size="lg">{t`Deactivated`}</Badge>}
        <small>{[person.position, person.department].filter(Boolean).join(", ")}</small>
      </td>
      <td data-label={heads.number}>
        <span className={table.whole}>{person.employee_id ?? person.phone_number}</span>
        {person.employee_id && <small className={table.whole}>{person.phone_number}</small>}
      </td>
      <td data-label={heads.depot}>{depotName(person.depot_id) ?? "–"}</td>
      <td data-label={heads.rank}>
        {words.rank[rank]}
        {rank === "staff" && person.sight && <small>{words.sight[person.sight]}</small>}
      </td>
      <td data-label={heads.seen}>{person.last_login ? moment(person.last_login) : t`Never`}</td>
      <td data-label={heads.joined}><span className={table.whole}>{day(person.date_joined)}</span></td>
    </tr>
  );
}
