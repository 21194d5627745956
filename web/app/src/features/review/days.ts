import { useLingui } from "@lingui/react/macro";
import { useState } from "react";

/** Today as the API writes days, and how people read them. */
export function useDays(): { day: (day: string) => string; today: string } {
  const { i18n } = useLingui();
  const [today] = useState(() => dayOf(new Date()));
  const format = new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, { dateStyle: "medium", timeZone: "UTC" });
  return { day: (day) => format.format(new Date(`${day}T00:00:00Z`)), today };
}

/** The day of a moment, where this device is: 2024-01-15. */
export function dayOf(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
