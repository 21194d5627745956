import { useLingui } from "@lingui/react/macro";
import { Group, Loader, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Failure } from "./api.ts";
import { FailureNote } from "./FailureNote.tsx";

/** Shows what was read, or why it is not there yet. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    const failure = query.error instanceof Failure ? query.error : new Failure(0);
    return <FailureNote failure={failure} onRetry={() => void query.refetch()} />;
  }
  return <Loading />;
}

export function Loading() {
  const { t } = useLingui();
  return (
    <Group role="status" gap="sm" p="md">
      <Loader size="sm" />
      <Text>{t`Loading …`}</Text>
    </Group>
  );
}
