/** The measurement after this one on the page; after the last one, the button that sends the form. */
export function goOnFrom(input: HTMLElement): void {
  const page = input.closest("main") ?? document.body;
  const inputs = [...page.querySelectorAll<HTMLInputElement>("input[data-measurement]")];
  const next = inputs[inputs.indexOf(input as HTMLInputElement) + 1] ?? page.querySelector<HTMLElement>(":scope > :last-child button:last-of-type");
  next?.scrollIntoView({ block: "center" });
  next?.focus({ preventScroll: true });
}
