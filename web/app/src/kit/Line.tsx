import { Text } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";

import { StateBadge } from "./StateBadge.tsx";
import styles from "./Line.module.css";

/** One line of a list, all of which is a link: large enough for a glove. `mark`: its state in a word. */
export function Line({ title, about, mark, colour = "gray", ...to }: LinkProps & { title: string; about?: string | undefined; mark?: string | undefined; colour?: string }) {
  return (
    <li className={styles.line}>
      <Link {...to} className={styles.link}>
        <span className={styles.words}>
          <Text component="span" fw={600}>{title}</Text>
          {about && <Text component="span" size="sm" c="dimmed">{about}</Text>}
        </span>
        {mark && <StateBadge mark={mark} colour={colour} />}
      </Link>
    </li>
  );
}
