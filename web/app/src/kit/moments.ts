import { useLingui } from "@lingui/react/macro";

/** Writes moments as in India, in the language of the app: 30 नव॰ 2026, 4:05 pm. */
export function useMoments(): (moment: string) => string {
  const { i18n } = useLingui();
  const format = new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, { dateStyle: "medium", timeStyle: "short" });
  return (moment) => format.format(new Date(moment));
}
