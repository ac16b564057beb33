const endings = /\.(?:pdf|docx|md|markdown|txt|html?)$/i

/** Whether the system opens a file of this name to be read. What a name may say beside that, a script or a link to one, could run. */
export const hasDocumentEnding = (path: string): boolean => endings.test(path)
