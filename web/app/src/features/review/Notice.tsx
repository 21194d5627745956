import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

import styles from "./marks.module.css";

/** Something that the reader should not miss. `urgent`: screen readers say it at once. */
export function Notice({ title, tone, urgent = false, children }: { title: string; tone: "orange" | "indigo" | "yellow"; urgent?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.notice} data-tone={tone} aria-labelledby={id} {...(urgent ? { role: "alert" } : {})}>
      <Title order={3} size="h5" id={id}>{title}</Title>
      {children}
    </section>
  );
}
