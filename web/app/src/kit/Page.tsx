import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

/** A page with its title, which screen readers hear when it opens. `narrow` is for forms that are the whole page. */
export function Page({ title, narrow = false, children }: { title: string; narrow?: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · KPA ERP`;
  }, [title]);
  useEffect(() => {
    // A page may give the focus to its first field; else the heading has it, and not a link of the page before.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="content" className={narrow ? "narrow" : "page"}>
      <Title order={1} size="h2" mb="md" tabIndex={-1} ref={heading} style={{ outline: "none" }}>
        {title}
      </Title>
      {children}
    </main>
  );
}
