const remembered = "kpa.time_zone";

/** The server's time zone, for the date of work; kept for times without a network. */
export function keepTimeZone(zone: string): void {
  try {
    localStorage.setItem(remembered, zone);
  } catch {
    // storage is switched off: then the device's own
  }
}

/** The date of work now, `2026-11-30`: in the server's time zone, where it is known, else in the device's. */
export function today(now = new Date()): string {
  const write = (timeZone?: string) => {
    const parts = new Intl.DateTimeFormat("en", { year: "numeric", month: "2-digit", day: "2-digit", ...(timeZone ? { timeZone } : {}) }).formatToParts(now);
    return ["year", "month", "day"].map((type) => parts.find((part) => part.type === type)!.value).join("-");
  };
  try {
    return write(localStorage.getItem(remembered) ?? undefined);
  } catch {
    return write(); // no storage, or a zone that this browser does not know
  }
}
