import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { RecordPage, RecordsPage, type RecordsSearch, validateRecordsSearch } from "#features/records";
import { type Kind, factsQuery, isKind, placeOf } from "#features/review";
import { useOwnProfile } from "#features/session";

import { NoSuchPage } from "../Trouble.tsx";
import { useLabels } from "../labels.ts";
import { linkToRecord } from "../office_links.tsx";

/** The records of a kind, in a list. */
export function RecordsRoute() {
  const { kind } = useParams({ strict: false }) as { kind?: string };
  return isKind(kind) ? <Records kind={kind} /> : <NoSuchPage />;
}

function Records({ kind }: { kind: Kind }) {
  const { id: person } = useOwnProfile();
  const asked = useSearch({ strict: false });
  const search = useMemo(() => validateRecordsSearch(asked), [asked]);
  const navigate = useNavigate();
  const onSearch = (other: Kind, next: RecordsSearch) => void navigate({ to: `/office/${other}` as string, search: next as never, resetScroll: false });
  const labelOf = useLabels(person, kind);
  return <RecordsPage kind={kind} search={search} onSearch={onSearch} labelOf={labelOf} linkTo={linkToRecord} />;
}

/** A record on a page of its own. */
export function OfficeRecordRoute() {
  const { kind, id } = useParams({ strict: false }) as { kind?: string; id?: string };
  const place = placeOf(`${kind}/${id}`);
  return place ? <Shown key={`${place.kind}/${place.id}`} {...place} /> : <NoSuchPage />;
}

function Shown({ kind, id }: { kind: Kind; id: number }) {
  const { t } = useLingui();
  const { id: person } = useOwnProfile();
  const form = useQuery({ ...factsQuery(kind, id), enabled: kind === "submissions" }).data?.form;
  const label = useLabels(person, kind, form);
  const links = <Anchor component={Link} to={`/office/${kind}` as string}>{t`All records of this kind`}</Anchor>;
  return <RecordPage kind={kind} id={id} labelOf={(_, path) => label(path)} linkTo={linkToRecord} links={links} />;
}
