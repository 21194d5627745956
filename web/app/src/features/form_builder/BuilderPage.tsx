import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { useOwnProfile } from "#features/session";
import { Loaded } from "#kit/Loaded.tsx";
import { Page } from "#kit/Page.tsx";

import { Builder } from "./Builder.tsx";
import { getForm } from "./api/get_form.ts";
import { useFieldTypes } from "./api/list_field_types.ts";
import type { FormSearch } from "./search.ts";

export interface BuilderPageProps {
  id: number;
  search: FormSearch;
  /** `replace`: the address before is not one to come back to. */
  onSearch: (search: FormSearch, replace: boolean) => void;
  /** Leads back to the list of forms. */
  back?: ReactNode;
}

/** A form that is being built. */
export function BuilderPage(props: BuilderPageProps) {
  const { t } = useLingui();
  const { id: person } = useOwnProfile();
  const [opened] = useState(() => Date.now());
  // Read when the page opens: from then on it is here that the form changes.
  const form = useQuery({ queryKey: ["forms", props.id, "build", opened], queryFn: () => getForm(props.id), staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
  const types = useFieldTypes();
  const title = form.data?.form.title ?? t`A form`;
  if (!form.data) return <Page title={title}><Loaded query={form}>{() => null}</Loaded></Page>;
  if (!types.data) return <Page title={title}><Loaded query={types}>{() => null}</Loaded></Page>;
  return <Builder {...props} stored={form.data} types={types.data} person={person} />;
}
