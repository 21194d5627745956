import { useLingui } from "@lingui/react/macro";

import { Notice } from "./Notice.tsx";
import type { Review } from "./api/get_review.ts";

/** What is unlikely in the way the form was filled in. It stands against nothing. */
export function Hints({ hints }: { hints: Review["hints"] }) {
  const { t } = useLingui();
  if (hints.length === 0) return null;
  return (
    <Notice tone="yellow" title={t`How it was filled in`}>
      <ul className="plain-list">
        {hints.map(({ code, message }) => (
          <li key={code + message}>{message}</li>
        ))}
      </ul>
    </Notice>
  );
}
