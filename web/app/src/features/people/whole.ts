/** Whether an exported CSV file ends as the server ends one that is whole: with a record `# end: … rows`. */
export const isWhole = (end: string): boolean => /(^|\n)"?# end: \d+ rows"?,*\r?\n?$/.test(end);
