import { api, given } from "#kit/api.ts";

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const importXlsForm = (file: Blob, attempt: string) =>
  given(
    api.POST("/api/forms/import/xlsform", {
      body: "", // the file takes its place
      bodySerializer: () => file,
      headers: { "Content-Type": workbook },
      params: { header: { "Idempotency-Key": attempt } },
    }),
  );
