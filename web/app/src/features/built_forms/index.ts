export { contentToSend, submissionContentOf } from "./content.ts";
export { useFillableForms, useFormTitles } from "./fillable.ts";
export type { Definition, Field, FormVersion } from "./form.ts";
export { FormSheet } from "./FormSheet.tsx";
export { FormsList } from "./FormsList.tsx";
export { useFormLabels } from "./labels.ts";
export { formTitle } from "./texts.ts";
export { beginForm, useFormVersion } from "./versions.ts";
