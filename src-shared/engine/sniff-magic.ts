import type { ParserErrorData } from './parser.ts'

/** What a file is that nothing here reads: the data of its refusal. */
export type Foreign = ParserErrorData<'parser.unsupported'>

/** Formats told by their first bytes. */
export type Magic = { readonly format: 'pdf' | 'zip' | 'ole' | 'rtf' } | { readonly format: 'other'; readonly foreign: Foreign }

interface Signature {
  readonly bytes: readonly number[]
  readonly at?: number
  /** Letters a text could begin with too: only believed beside a zero byte, which no text has. */
  readonly binary?: true
  readonly magic: Magic
}

const other = (found: Foreign['found'], instead?: Foreign['instead']): Magic => ({
  format: 'other',
  foreign: instead === undefined ? { found } : { found, instead },
})

const picture = (format: string): Magic => ({ format: 'other', foreign: { found: 'picture', format, instead: 'recognise' } })
const packed = (found: 'archive' | 'compressed', format: string): Magic => ({
  format: 'other',
  foreign: { found, format, instead: 'unpack' },
})
const sound = other('sound', 'write_down')
const film = other('film', 'write_down')

const signatures: readonly Signature[] = [
  { bytes: ascii('%PDF-'), magic: { format: 'pdf' } },
  { bytes: [0x50, 0x4b, 0x03, 0x04], magic: { format: 'zip' } },
  { bytes: [0x50, 0x4b, 0x05, 0x06], magic: { format: 'zip' } },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], magic: { format: 'ole' } },
  { bytes: ascii('{\\rtf'), magic: { format: 'rtf' } },
  { bytes: ascii('%!PS'), magic: other('postscript') },
  { bytes: [0x89, 0x50, 0x4e, 0x47], magic: picture('PNG') },
  { bytes: [0xff, 0xd8, 0xff], magic: picture('JPEG') },
  { bytes: ascii('GIF8'), binary: true, magic: picture('GIF') },
  { bytes: ascii('BM'), binary: true, magic: picture('BMP') },
  { bytes: [0x49, 0x49, 0x2a, 0x00], magic: picture('TIFF') },
  { bytes: [0x4d, 0x4d, 0x00, 0x2a], magic: picture('TIFF') },
  { bytes: ascii('8BPS'), binary: true, magic: picture('Photoshop') },
  { bytes: ascii('WEBP'), at: 8, binary: true, magic: picture('WebP') },
  { bytes: ascii('ftypheic'), at: 4, binary: true, magic: picture('HEIC') },
  { bytes: ascii('ftypavif'), at: 4, binary: true, magic: picture('AVIF') },
  { bytes: ascii('AT&TFORM'), magic: other('scanned_book', 'recognise') },
  { bytes: ascii('ftyp'), at: 4, binary: true, magic: film },
  { bytes: ascii('AVI '), at: 8, binary: true, magic: film },
  { bytes: [0x1a, 0x45, 0xdf, 0xa3], magic: film },
  { bytes: ascii('WAVE'), at: 8, binary: true, magic: sound },
  { bytes: ascii('ID3'), binary: true, magic: sound },
  { bytes: ascii('OggS'), binary: true, magic: sound },
  { bytes: ascii('fLaC'), binary: true, magic: sound },
  { bytes: [0xff, 0xfb], binary: true, magic: sound },
  { bytes: [0x1f, 0x8b], magic: packed('compressed', 'gzip') },
  { bytes: ascii('BZh'), binary: true, magic: packed('compressed', 'bzip2') },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], magic: packed('compressed', 'xz') },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], magic: packed('compressed', 'Zstandard') },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], magic: packed('archive', '7z') },
  { bytes: ascii('Rar!'), binary: true, magic: packed('archive', 'RAR') },
  { bytes: ascii('ustar'), at: 257, magic: packed('archive', 'tar') },
  { bytes: ascii('MSCF'), binary: true, magic: packed('archive', 'CAB') },
  { bytes: ascii('!BDN'), binary: true, magic: other('outlook_mailbox', 'export') },
  { bytes: ascii('BOOKMOBI'), at: 60, magic: other('mobi') },
  { bytes: [0xff, 0x57, 0x50, 0x43], magic: other('wordperfect') },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], magic: other('program') },
  { bytes: ascii('MZ'), binary: true, magic: other('program') },
  { bytes: [0xca, 0xfe, 0xba, 0xbe], magic: other('program') },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], magic: other('program') },
  { bytes: [0x00, 0x61, 0x73, 0x6d], magic: other('program') },
  { bytes: ascii('SQLite format 3'), binary: true, magic: other('database', 'export') },
  { bytes: ascii('PAR1'), binary: true, magic: other('parquet', 'export') },
  { bytes: ascii('GGUF'), binary: true, magic: other('model') },
  { bytes: ascii('OTTO'), binary: true, magic: other('font') },
  { bytes: ascii('wOF'), binary: true, magic: other('font') },
  { bytes: [0x00, 0x01, 0x00, 0x00, 0x00], magic: other('font') },
]

/** What the first bytes say, or undefined when they could be text. 1,024 bytes are enough. */
export function sniffMagic(head: Uint8Array): Magic | undefined {
  const match = signatures.find(
    ({ bytes, at = 0, binary }) => bytes.every((byte, i) => head[at + i] === byte) && (!binary || head.includes(0)),
  )
  return match?.magic
}

/** Where `%PDF-` begins in the first 1,024 bytes (readers accept junk before it), or -1. */
export function pdfHeaderAt(head: Uint8Array): number {
  const header = ascii('%PDF-')
  const last = Math.min(head.length, 1024) - header.length
  for (let at = 0; at <= last; at++) if (header.every((byte, i) => head[at + i] === byte)) return at
  return -1
}

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0))
}
