import { importForm } from "./api/import_form.ts";
import { importXlsForm } from "./api/import_xlsform.ts";
import type { Definition } from "./model/field.ts";

/** A file that is no form at all. */
export class NoFormFile extends Error {}

/** A form that was made of a file, and what was left out of it. */
export async function broughtFrom(file: File, attempt: string): Promise<{ id: number; title: string; remarks: { path: string; message: string }[] }> {
  const begin = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (begin[0] === 0x50 && begin[1] === 0x4b) { // "PK": a workbook
    const { data } = await importXlsForm(file, attempt);
    return { id: data.form.id, title: data.form.title, remarks: data.remarks };
  }
  const definition = definitionIn(await file.text());
  const { data } = await importForm(definition, attempt);
  return { id: data.id, title: data.title, remarks: [] };
}

function definitionIn(text: string): Definition {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === "object" && read !== null && "title" in read && "fields" in read) return read as Definition;
  } catch {
    // told below
  }
  throw new NoFormFile();
}
