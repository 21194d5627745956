import { useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";

import type { components } from "./api.ts";
import { Failure } from "./api.ts";
import { FailureNote } from "./FailureNote.tsx";

interface Reading {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage: () => unknown;
}

/** Below a list that is read page by page: how much of it is shown, and a button for more. */
export function More({ shown, pagination, reading }: { shown: number; pagination: components["schemas"]["Pagination"]; reading: Reading }) {
  const { t } = useLingui();
  const { total } = pagination;
  const failure = reading.error instanceof Failure ? reading.error : new Failure(0);
  return (
    <div>
      {reading.isFetchNextPageError && <FailureNote failure={failure} />}
      <Group gap="md" mt="sm">
        <Text size="sm" c="dimmed" role="status">{pagination.total_is_exact ? t`${shown} of ${total} shown` : t`${shown} of more than ${total} shown`}</Text>
        {reading.hasNextPage && <Button variant="default" loading={reading.isFetchingNextPage} onClick={() => reading.fetchNextPage()}>{t`Show more`}</Button>}
      </Group>
    </div>
  );
}
