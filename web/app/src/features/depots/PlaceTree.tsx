import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { EditPlace } from "./EditPlace.tsx";
import { NewPlace } from "./NewPlace.tsx";
import styles from "./depots.module.css";
import { useLevelWords } from "./level_words.ts";
import { type Branch, type Level, levelBelow } from "./place.ts";

interface Given {
  tree: readonly Branch[];
  mayChange: boolean;
  showPeople: boolean;
  /** What is open: see DepotsSearch. */
  open: string | undefined;
  onOpen: (open: string | undefined) => void;
}

/** The places below each other. Each can be folded away. */
export function PlaceTree({ tree, ...given }: Given) {
  return (
    <ul className={styles.tree}>
      {tree.map((branch) => (
        <li key={branch.id} className={branch.level === "depot" ? styles.leaf : styles.branch}>
          <OnePlace branch={branch} {...given} />
        </li>
      ))}
    </ul>
  );
}

function OnePlace({ branch, ...given }: Omit<Given, "tree"> & { branch: Branch }) {
  const { mayChange, showPeople, open, onOpen } = given;
  const { t } = useLingui();
  const { add } = useLevelWords();
  const [folded, setFolded] = useState(false);
  const { id, level, name, code, below } = branch;
  const own = `${level}-${id}`;
  const deeper = levelBelow(level);
  const close = () => onOpen(undefined);
  return (
    <>
      {open === own ? (
        <EditPlace level={level} id={id} onClose={close} />
      ) : (
        <div className={styles.place}>
          {deeper && <button type="button" className={styles.fold} aria-expanded={!folded} aria-label={t`What is in ${name}`} onClick={() => setFolded(!folded)}>{folded ? "▸" : "▾"}</button>}
          <span className={styles.name}>
            <b>{name}</b> <span className={styles.code}>{code}</span>
          </span>
          {level === "depot" && showPeople && <Link className={styles.people} to="/admin/people" search={{ depot: id }} aria-label={t`People of ${name}`}>{t`People`}</Link>}
          {mayChange && deeper && <Button variant="default" size="compact-md" aria-label={`${add[deeper]}: ${name}`} onClick={() => onOpen(`below-${own}`)}>{add[deeper]}</Button>}
          {mayChange && <Button variant="default" size="compact-md" aria-label={t`Rename or move ${name}`} onClick={() => onOpen(own)}>{level === "zone" ? t`Rename` : t`Rename or move`}</Button>}
        </div>
      )}
      {deeper && open === `below-${own}` && <NewPlace level={deeper} parent={id} onClose={close} />}
      {deeper && below.length === 0 && open !== `below-${own}` && <Nothing level={deeper} />}
      {!folded && below.length > 0 && <PlaceTree tree={below} {...given} />}
    </>
  );
}

function Nothing({ level }: { level: Level }) {
  const { t } = useLingui();
  return <Text size="sm" c="dimmed">{level === "division" ? t`There is no division in it yet.` : t`There is no depot in it yet.`}</Text>;
}
