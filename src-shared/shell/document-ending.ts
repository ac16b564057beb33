/** Of what is read, what only shows itself when it is opened: source code and macros would run. */
const endings = /\.(?:pdf|docx|pptx|xlsx|odt|rtf|epub|eml|md|markdown|txt|log|csv|tsv|json|html?)$/i

/** Whether the system opens a file of this name to be read. What a name may say beside that, a script or a link to one, could run. */
export const hasDocumentEnding = (path: string): boolean => endings.test(path)
