import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import type { Kind } from "#features/review";

/** Leads to a record's own page in the office. */
export const linkToRecord = (kind: Kind, id: number, text: string) => (
  <Anchor component={Link} to={`/office/${kind}/${id}` as string}>
    {text}
  </Anchor>
);
