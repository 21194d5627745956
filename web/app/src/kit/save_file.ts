/** Lets the browser save what the page holds as a file. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may read it a little later
}

export const saveCsv = (name: string, text: string) => saveFile(name, new Blob([text], { type: "text/csv" }));
