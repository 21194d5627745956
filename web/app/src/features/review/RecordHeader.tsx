import { useLingui } from "@lingui/react/macro";
import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { useMoments } from "#kit/moments.ts";

import type { Facts } from "./api/get_record.ts";
import type { Review } from "./api/get_review.ts";
import { useDepotNames } from "./api/list_depots.ts";
import { Mark } from "./Mark.tsx";
import { useKindNames } from "./kind_names.ts";
import type { Kind } from "./kinds.ts";
import styles from "./review.module.css";
import { useSeverities, useStatuses } from "./status_names.ts";

interface HeaderProps {
  review: Review;
  facts: Facts | undefined;
  nameOf: (id: number | null | undefined) => string;
  /** Leads to another record of the kind. */
  linkTo: (kind: Kind, id: number, text: string) => ReactNode;
  /** What one can do beside deciding. */
  more: ReactNode;
}

/** What the record is: of whom, from when, from where, and how it stands. */
export function RecordHeader({ review, facts, nameOf, linkTo, more }: HeaderProps) {
  const { t } = useLingui();
  const moment = useMoments();
  const depotName = useDepotNames();
  const kindNames = useKindNames();
  const status = useStatuses()[review.status];
  const severity = useSeverities()(review.severity);
  const kind = review.kind as Kind;
  const { subject, revision, inspector, createdBy, assignedTo, amendsId, amendedBy } = review;
  const depot = depotName(review.depotId) ?? (review.depotId ? `#${review.depotId}` : "");
  const members: [string, ReactNode][] = [
    [t`Inspector`, nameOf(inspector)],
    [t`Entered by`, createdBy === inspector ? "" : nameOf(createdBy)],
    [t`Entered`, facts ? moment(facts.enteredAt) : ""],
    [t`Last changed`, facts && facts.changedAt !== facts.enteredAt ? moment(facts.changedAt) : ""],
    [t`Depot`, depot],
    [t`Assigned to`, assignedTo ? nameOf(assignedTo) : ""],
    [t`Revision`, revision > 1 ? String(revision) : ""],
    [t`Corrects`, amendsId ? linkTo(kind, amendsId, `#${amendsId}`) : ""],
    [t`Corrected by`, amendedBy ? linkTo(kind, amendedBy, `#${amendedBy}`) : ""],
  ];
  return (
    <header>
      <div className="row">
        <div>
          <Title order={2} size="h3" tabIndex={-1} data-record-title style={{ outline: "none", overflowWrap: "anywhere" }}>
            {subject ? `${subject} · ${review.title}` : review.title}
          </Title>
          <Group gap="xs" mt={4}>
            <span>{kindNames[kind]}</span>
            <Mark tone={status.tone}>{status.name}</Mark>
            {review.severity > 1 && <Mark tone={severity.tone}>{severity.name}</Mark>}
          </Group>
        </div>
        <div className={`${styles.actions} no-print`}>{more}</div>
      </div>
      <dl className={styles.facts}>
        {members
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </header>
  );
}
