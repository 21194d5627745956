/**
 * Counts the releases whose sent forms look different. The server says which is the oldest that it still takes (`oldest_app` of
 * GET /api/installation): raise both when it no longer understands what an older app sends.
 */
export const appNumber = 1;
