/** Zero characters and halves of surrogate pairs break full-text search and encoders. Replacing keeps every offset. */
export const wellFormed = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed()
