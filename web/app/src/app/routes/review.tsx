import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

import { DelegationsPage, type Kind, ReviewPage, type ReviewSearch, factsQuery, placeOf, validateReviewSearch } from "#features/review";
import { useOwnProfile } from "#features/session";

import { NoSuchPage } from "../Trouble.tsx";
import { useLabels } from "../labels.ts";
import { linkToRecord } from "../office_links.tsx";

/** What waits for a decision. */
export function ReviewRoute() {
  const { t } = useLingui();
  const { id: person, is_staff: isStaff, is_superuser: isSuperuser } = useOwnProfile();
  const asked = useSearch({ strict: false });
  const search = useMemo(() => validateReviewSearch(asked), [asked]);
  const navigate = useNavigate();
  const onSearch = useCallback((next: ReviewSearch, replace: boolean) => void navigate({ to: ".", search: next as never, replace, resetScroll: false }), [navigate]);
  const open = placeOf(search.open);
  const form = useQuery({ ...factsQuery(open?.kind ?? "submissions", open?.id ?? 0), enabled: open?.kind === "submissions" }).data?.form;
  const label = useLabels(person, open?.kind ?? "wheel-specifications", form);
  const labelOf = useCallback((_: Kind, path: string) => label(path), [label]);
  if (!isStaff && !isSuperuser) return <NoSuchPage />;
  const links = <Anchor component={Link} to={"/review/delegations" as string}>{t`Reviewing in another's place`}</Anchor>;
  return <ReviewPage search={search} onSearch={onSearch} labelOf={labelOf} linkTo={linkToRecord} links={links} />;
}

/** Who reviews in whose place. */
export function DelegationsRoute() {
  const { is_staff: isStaff, is_superuser: isSuperuser } = useOwnProfile();
  return isStaff || isSuperuser ? <DelegationsPage /> : <NoSuchPage />;
}
