/** A spreadsheet would run these as a formula; a sign with digits alone is a number, such as a phone number. */
const formula = /^[=@\t\r]|^[+-](?![\d\s]*$)/;

const cell = (value: string) => {
  const text = formula.test(value) ? `'${value}` : value;
  return /[",;\r\n\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A file that spreadsheets read as UTF-8, because it begins with a byte order mark. */
export const csvOf = (rows: readonly (readonly string[])[]): string => `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
