import type { DocumentKind } from './parser.ts'

/** Extensions by kind, lower case, without the dot; what a folder import picks up and a file dialog offers. */
export const documentKinds: Readonly<Record<DocumentKind, readonly string[]>> = {
  markdown: ['md', 'markdown', 'mdown', 'mkd', 'mdx'],
  html: ['html', 'htm', 'xhtml', 'xht'],
  pdf: ['pdf'],
  docx: ['docx', 'docm', 'dotx'],
  text: [
    ...['txt', 'text', 'log', 'csv', 'tsv', 'rst', 'adoc', 'asciidoc', 'org', 'tex', 'srt', 'vtt'],
    ...['json', 'jsonl', 'yaml', 'yml', 'toml', 'ini', 'cfg', 'conf', 'properties', 'xml', 'diff', 'patch'],
    ...[
      'js',
      'mjs',
      'cjs',
      'jsx',
      'ts',
      'mts',
      'cts',
      'tsx',
      'css',
      'scss',
      'vue',
      'svelte',
      'py',
      'rb',
      'go',
      'rs',
      'java',
      'kt',
    ],
    ...['c', 'h', 'cc', 'cpp', 'hpp', 'cs', 'swift', 'php', 'pl', 'lua', 'r', 'jl', 'scala', 'sh', 'bash', 'ps1', 'bat', 'sql'],
  ],
}

/** Text files whose lines are code: blank lines part them, lines are not wrapped. */
const proseExtensions = new Set(['txt', 'text', 'rst', 'adoc', 'asciidoc', 'org', 'tex', ''])
const tableExtensions = new Set(['csv', 'tsv'])

export const isCodeExtension = (extension: string): boolean =>
  !proseExtensions.has(extension) && !tableExtensions.has(extension) && documentKinds.text.includes(extension)

export const isTableExtension = (extension: string): boolean => tableExtensions.has(extension)

/** Lower case, without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  const dot = base.lastIndexOf('.')
  return dot <= 0 ? '' : base.slice(dot + 1).toLowerCase()
}

/** The kind the name promises, or undefined when the extension says nothing. The content has the last word. */
export function kindOfName(name: string): DocumentKind | undefined {
  const extension = extensionOf(name)
  for (const kind of ['text', 'markdown', 'html', 'pdf', 'docx'] as const)
    if (documentKinds[kind].includes(extension)) return kind
  return undefined
}

/** Formats told by their first bytes. `found` completes "it is …". */
export type Magic = { readonly format: 'pdf' | 'zip' | 'ole' } | { readonly format: 'other'; readonly found: string }

interface Signature {
  readonly bytes: readonly number[]
  readonly at?: number
  /** Letters a text could begin with too: only believed beside a zero byte, which no text has. */
  readonly binary?: true
  readonly magic: Magic
}

const signatures: readonly Signature[] = [
  { bytes: ascii('%PDF-'), magic: { format: 'pdf' } },
  { bytes: [0x50, 0x4b, 0x03, 0x04], magic: { format: 'zip' } },
  { bytes: [0x50, 0x4b, 0x05, 0x06], magic: { format: 'zip' } },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], magic: { format: 'ole' } },
  { bytes: ascii('{\\rtf'), magic: { format: 'other', found: 'a rich-text (RTF) file' } },
  { bytes: ascii('%!PS'), magic: { format: 'other', found: 'a PostScript file' } },
  { bytes: [0x89, 0x50, 0x4e, 0x47], magic: { format: 'other', found: 'a picture (PNG)' } },
  { bytes: [0xff, 0xd8, 0xff], magic: { format: 'other', found: 'a picture (JPEG)' } },
  { bytes: ascii('GIF8'), binary: true, magic: { format: 'other', found: 'a picture (GIF)' } },
  { bytes: ascii('WEBP'), at: 8, binary: true, magic: { format: 'other', found: 'a picture (WebP)' } },
  { bytes: ascii('ftyp'), at: 4, binary: true, magic: { format: 'other', found: 'a film or picture' } },
  { bytes: ascii('ID3'), binary: true, magic: { format: 'other', found: 'a sound file' } },
  { bytes: ascii('OggS'), binary: true, magic: { format: 'other', found: 'a sound file' } },
  { bytes: [0x1f, 0x8b], magic: { format: 'other', found: 'a compressed file (gzip)' } },
  { bytes: ascii('BZh'), binary: true, magic: { format: 'other', found: 'a compressed file (bzip2)' } },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], magic: { format: 'other', found: 'a compressed file (xz)' } },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], magic: { format: 'other', found: 'an archive (7z)' } },
  { bytes: ascii('Rar!'), binary: true, magic: { format: 'other', found: 'an archive (RAR)' } },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], magic: { format: 'other', found: 'a program' } },
  { bytes: ascii('SQLite format 3'), binary: true, magic: { format: 'other', found: 'a database file' } },
  { bytes: ascii('GGUF'), binary: true, magic: { format: 'other', found: 'a model file' } },
]

/** What the first bytes say, or undefined when they could be text. 1,024 bytes are enough. */
export function sniffMagic(head: Uint8Array): Magic | undefined {
  const match = signatures.find(({ bytes, at = 0 }) => bytes.every((byte, i) => head[at + i] === byte))
  if (match?.binary && !head.includes(0)) return undefined
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
