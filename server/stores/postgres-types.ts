import { type CustomTypesConfig, types } from 'pg'

/** As PGlite has them: a whole number of 64 bits is a number, and a big one only where a number would not be exact. */
export const postgresTypes: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    Number(type) === types.builtins.INT8 && format !== 'binary' ? wholeNumber : types.getTypeParser(type, format),
}

function wholeNumber(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
