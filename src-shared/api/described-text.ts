const control = '\\u0000-\\u001f\\u007f-\\u009f'

/** For the description: one line that is not empty, in words of regular expressions that everybody knows. The schema itself is `\P{Cc}`. */
export const oneLine = { pattern: `^[^${control}]*[^\\s${control}][^${control}]*$` }

/** The same for a text: somewhere in it is more than space. */
export const someText = { pattern: '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$' }
