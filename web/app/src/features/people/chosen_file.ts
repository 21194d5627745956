export const mostBytes = 32 * 1024 * 1024;

export type FileFault = "workbook" | "empty" | "too large";

/** What can be told of a file without sending it. */
export function faultOf({ name, size }: Pick<File, "name" | "size">): FileFault | undefined {
  if (/\.(xlsx?|xlsm|ods|numbers)$/i.test(name)) return "workbook";
  if (size === 0) return "empty";
  return size > mostBytes ? "too large" : undefined;
}
