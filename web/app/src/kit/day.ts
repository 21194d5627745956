import { useLingui } from "@lingui/react/macro";

/** Writes a calendar date as in India, in the language of the app: 30 नव॰ 2026. */
export function useDay(): (date: string) => string {
  const { i18n } = useLingui();
  const format = new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, { dateStyle: "medium", timeZone: "UTC" });
  return (date) => (Number.isNaN(Date.parse(date)) ? date : format.format(new Date(date)));
}
