import { useLingui } from "@lingui/react/macro";
import { Badge, Code, Text } from "@mantine/core";

import styles from "./builder.module.css";
import type { Change, Difference } from "./model/differences.ts";
import { useMemberNames } from "./texts.ts";

/** What is otherwise in a form, field by field. */
export function DifferenceList({ differences }: { differences: Difference[] }) {
  const { t } = useLingui();
  const member = useMemberNames();
  if (differences.length === 0) return <Text>{t`There is no difference.`}</Text>;
  const kinds: Record<Difference["kind"], [string, string]> = {
    added: [t`New`, "teal"],
    removed: [t`Gone`, "red"],
    changed: [t`Changed`, "blue"],
    moved: [t`At another place`, "gray"],
  };
  return (
    <ul className={styles.differences}>
      {differences.map(({ kind, path, label, changes }) => (
        <li key={`${kind} ${path}`}>
          <Badge variant="outline" color={kinds[kind][1]} tt="none">{kinds[kind][0]}</Badge> <b>{path === "" ? t`The form itself` : label}</b> {path && <Code>{path}</Code>}
          {changes.length > 0 && (
            <dl className={styles.changes}>
              {changes.map((change) => (
                <OneChange key={change.member} name={member(change.member)} change={change} />
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

function OneChange({ name, change: { before, after } }: { name: string; change: Change }) {
  const { t } = useLingui();
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {before === "" ? <i>{t`nothing`}</i> : <del>{before}</del>} <span aria-hidden="true">→</span> {after === "" ? <i>{t`nothing`}</i> : <ins>{after}</ins>}
      </dd>
    </div>
  );
}
