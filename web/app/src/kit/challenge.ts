/** What binds a code to the device that asked for it: 128 random bits. It is kept until the code was used. */
export function newChallenge(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
