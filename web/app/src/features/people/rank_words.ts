import { useLingui } from "@lingui/react/macro";

import type { Rank, Sight } from "./rank.ts";

/** Ranks and sight, in words. */
export function useRankWords() {
  const { t } = useLingui();
  return {
    rank: { regular: t`Regular user`, staff: t`Staff`, superuser: t`Superuser` } satisfies Record<Rank, string>,
    rankMeans: {
      regular: t`Works with their own records.`,
      staff: t`Administers regular users and reviews records, as far as they see.`,
      superuser: t`Does everything, everywhere, with settings, depots and the audit log.`,
    } satisfies Record<Rank, string>,
    sight: {
      own: t`Only their own records`,
      depot: t`Records of their depot`,
      division: t`Records of all depots of their division`,
      all: t`All records`,
    } satisfies Record<Sight, string>,
  };
}
