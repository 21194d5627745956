import { useLingui } from "@lingui/react/macro";

import type { Progress } from "./receiving.ts";

/** How much has come: rows where they can be counted, and kilobytes. */
export function useAmounts(): (progress: Progress) => string {
  const { t, i18n } = useLingui();
  const number = new Intl.NumberFormat(`${i18n.locale}-IN-u-nu-latn`);
  return ({ bytes, rows }) => {
    const size = number.format(Math.ceil(bytes / 1000));
    const count = number.format(rows ?? 0);
    return rows === undefined ? t`${size} kB` : t`${count} rows, ${size} kB`;
  };
}
