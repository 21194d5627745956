import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { KeysHelp, type Kind, type LabelOf, RecordView, reviewKey, reviewQuery, useKindNames, useShortcuts } from "#features/review";
import { Page } from "#kit/Page.tsx";

import { recordsKey } from "./api/list_records.ts";
import "./print.css";
import styles from "./records.module.css";

export interface RecordPageProps {
  kind: Kind;
  id: number;
  labelOf: LabelOf;
  linkTo: (kind: Kind, id: number, text: string) => ReactNode;
  /** Back to the list. */
  links: ReactNode;
}

/** A record on a page of its own, which can be linked to and printed. */
export function RecordPage({ kind, id, labelOf, linkTo, links }: RecordPageProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const names = useKindNames();
  const title = useQuery(reviewQuery(kind, id)).data?.title ?? `#${id}`;
  const [help, setHelp] = useState(false);
  useShortcuts({ help: () => setHelp(true) });
  const again = () => {
    void client.invalidateQueries({ queryKey: reviewKey(kind, id) });
    void client.invalidateQueries({ queryKey: ["reviews", "queue"] });
    void client.invalidateQueries({ queryKey: ["reviews", "counts"] });
    void client.invalidateQueries({ queryKey: recordsKey });
  };
  return (
    <Page title={`${names[kind]} ${title}`}>
      <div className={styles.sheet}>
        <div className={`${styles.actions} no-print`}>
          {links}
          <Button variant="subtle" aria-keyshortcuts="?" onClick={() => setHelp(true)}>{t`Keys`}</Button>
        </div>
        <RecordView
          kind={kind}
          id={id}
          labelOf={labelOf}
          linkTo={linkTo}
          onDecided={again}
          more={<Button variant="default" onClick={() => print()}>{t`Print`}</Button>}
          withHistory
        />
        <KeysHelp inList={false} open={help} onClose={() => setHelp(false)} />
      </div>
    </Page>
  );
}
