import { charsets, codePages } from './rtf-words.ts'

/** Turns the bytes of an RTF file into characters, by the code page of the font they are set in. */
export interface RtfDecoder {
  /** Of the file: `\ansicpg`. */
  setCodePage(page: number): void
  /** A font of the table; the bytes that follow there are its name. */
  setCharset(font: number, charset: number): void
  decode(bytes: readonly number[], font: number): string
}

type Decoder = InstanceType<typeof TextDecoder>

export function createRtfDecoder(): RtfDecoder {
  let filePage = 1252
  const fontPages = new Map<number, number>()
  const decoders = new Map<number, Decoder>()
  const decoderOf = (page: number): Decoder => {
    const known = decoders.get(page)
    if (known) return known
    const decoder = new TextDecoder(codePages[page] ?? 'windows-1252')
    decoders.set(page, decoder)
    return decoder
  }
  return {
    setCodePage(page) {
      if (page in codePages) filePage = page
    },
    setCharset(font, charset) {
      const page = charsets[charset]
      if (page !== undefined) fontPages.set(font, page)
    },
    decode: (bytes, font) => decoderOf(fontPages.get(font) ?? filePage).decode(Uint8Array.from(bytes)),
  }
}
