import { createTheme } from "@mantine/core";

/** Large targets for gloves, and colours whose contrast is enough in sunlight (WCAG 2.2, 4.5 : 1). */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "md",
  fontFamily: 'system-ui, "Noto Sans", "Noto Sans Devanagari", "Noto Sans Tamil", "Noto Sans Bengali", "Noto Sans Telugu", sans-serif',
  cursorType: "pointer",
  // A dialog must not stop the page behind it by a <style> element: the policy lets nobody make one.
  components: {
    Button: { defaultProps: { size: "md" } },
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
  },
});
