import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Stack } from "@mantine/core";

import { Callout } from "#kit/Callout.tsx";

import type { Details } from "./details.ts";
import { useLabels } from "./labels.ts";
import styles from "./people.module.css";
import { type Rank, isHigher, ranks, sights } from "./rank.ts";
import { useRankWords } from "./rank_words.ts";

interface Given {
  form: Details;
  set: <K extends keyof Details>(name: K, value: Details[K]) => void;
  at: (field: string) => string | undefined;
  before: Rank;
}

export function RankFields({ form, set, at, before }: Given) {
  const { t } = useLingui();
  const labels = useLabels();
  const words = useRankWords();
  const needsDepot = form.rank === "staff" && (form.sight === "depot" || form.sight === "division") && form.depot_id === null;
  return (
    <Stack gap="sm">
      <div className={styles.fields}>
        <NativeSelect
          size="md"
          label={labels.rank}
          description={words.rankMeans[form.rank]}
          data={ranks.map((value) => ({ value, label: words.rank[value] }))}
          value={form.rank}
          error={at("is_staff") ?? at("is_superuser")}
          onChange={({ currentTarget: { value } }) => set("rank", ranks.find((one) => one === value) ?? "regular")}
        />
        {form.rank === "staff" && (
          <NativeSelect
            size="md"
            label={labels.sight}
            description={t`What they see of others`}
            data={sights.map((value) => ({ value, label: words.sight[value] }))}
            value={form.sight}
            error={at("sight")}
            onChange={({ currentTarget: { value } }) => set("sight", sights.find((one) => one === value) ?? "own")}
          />
        )}
      </div>
      {needsDepot && <Callout>{t`They have no depot, so they will see only their own records. Choose a depot, too.`}</Callout>}
      {isHigher(form.rank, before) && (
        <Callout>{t`With a higher rank the person is logged out, and their password and second factor are removed. Afterwards, give them a one-time link to set a new password.`}</Callout>
      )}
    </Stack>
  );
}
