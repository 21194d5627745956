/** Where a login leads: the page that was asked for, if it is one of ours. Others' links must not lead elsewhere through us. */
export function wayAfterLogin(next: string | undefined): string {
  const here = "http://here";
  if (!next?.startsWith("/") || !URL.canParse(next, here)) return "/";
  const { origin, pathname, search, hash } = new URL(next, here);
  return origin === here ? pathname + search + hash : "/";
}
