// The API has no member for a remark on a component. It stands as a line of its own, "Bolster: cracked at the weld", in the text of missing
// components; what else is written there stays as it is. The line begins with the English title, whatever the language of the app.

const lineOf = (component: string) => `${component}:`;
const linesOf = (text: string | undefined) => (text ? text.split("\n") : []);

/** The remark on a component; undefined where there is none. */
export function remarkOn(text: string | undefined, component: string): string | undefined {
  const line = linesOf(text).find((one) => one.startsWith(lineOf(component)));
  return line?.slice(lineOf(component).length).replace(/^ /, "");
}

/** The text with this remark on the component; a blank one takes the line away. */
export function withRemark(text: string | undefined, component: string, remark: string): string | undefined {
  const lines = linesOf(text);
  const at = lines.findIndex((one) => one.startsWith(lineOf(component)));
  const line = `${lineOf(component)} ${remark.replaceAll("\n", " ")}`;
  if (remark.trim() === "") {
    if (at >= 0) lines.splice(at, 1);
  } else if (at >= 0) lines[at] = line;
  else lines.push(line);
  const made = lines.join("\n");
  return made.trim() === "" ? undefined : made;
}
