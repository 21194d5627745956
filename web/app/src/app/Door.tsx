import { useLingui } from "@lingui/react/macro";
import { Outlet } from "@tanstack/react-router";
import { useState } from "react";

import { LanguageField } from "#kit/LanguageField.tsx";
import { choose, currentLanguage } from "#kit/language.ts";

import styles from "./Shell.module.css";
import { SkipLink } from "./SkipLink.tsx";

/** What is around the pages that everybody sees: a bar with the choice of language. */
export function Door() {
  const { i18n } = useLingui();
  const [language, setLanguage] = useState(currentLanguage());
  return (
    <div className={styles.door} key={i18n.locale}>
      <SkipLink />
      <header className={styles.bar}>
        <span className={styles.name}>KPA ERP</span>
        <div className={styles.language}>
          <LanguageField
            value={language}
            onChange={(chosen) => {
              setLanguage(chosen);
              void choose(chosen);
            }}
          />
        </div>
      </header>
      <Outlet />
    </div>
  );
}
