import { api, given } from "#kit/api.ts";

/** Sends the file as it is. The server reads it after the answer; `dry`: it only checks. */
export const importPeople = (file: File, dry: boolean) =>
  given(
    api.POST("/api/users/imports", {
      params: { query: dry ? { dry_run: true } : {} },
      body: file as unknown as string, // the document says text; the browser sends the file without reading it here
      bodySerializer: (body) => body,
      headers: { "Content-Type": "text/csv" },
    }),
  );
