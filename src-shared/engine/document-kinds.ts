import { type DocumentKind, documentKind } from './parser.ts'

/** Extensions by kind, lower case, without the dot; what a folder import picks up and a file dialog offers. */
export const documentKinds: Readonly<Record<DocumentKind, readonly string[]>> = {
  markdown: words('md markdown mdown mkd mdx'),
  html: words('html htm xhtml xht'),
  pdf: words('pdf'),
  docx: words('docx docm dotx'),
  pptx: words('pptx pptm ppsx ppsm potx'),
  xlsx: words('xlsx xlsm xltx'),
  odt: words('odt ott'),
  epub: words('epub'),
  rtf: words('rtf'),
  csv: words('csv tsv tab'),
  json: words('json jsonl ndjson geojson webmanifest'),
  email: words('eml mbox mbx'),
  text: words('txt text log rst adoc asciidoc org tex srt vtt'),
  code: [
    ...words('js mjs cjs jsx ts mts cts tsx css scss sass less vue svelte py pyi rb go rs java kt kts c h cc cpp cxx hpp hh cs'),
    ...words('swift m mm php pl pm lua r jl scala clj cljs ex exs erl hrl hs ml mli fs fsx vb pas dart zig nim groovy gradle'),
    ...words('sh bash zsh fish ps1 bat cmd sql graphql gql proto tf hcl cmake dockerfile mk makefile asm s f90 f95 el lisp scm'),
    ...words('yaml yml toml ini cfg conf properties xml xsd xsl diff patch json5 jsonc'),
  ],
}

function words(list: string): string[] {
  return list.split(' ')
}

const kindByExtension: ReadonlyMap<string, DocumentKind> = new Map(
  documentKind.options.flatMap((kind) => documentKinds[kind].map((extension): [string, DocumentKind] => [extension, kind])),
)

/** Lower case, without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  const dot = base.lastIndexOf('.')
  return dot <= 0 ? '' : base.slice(dot + 1).toLowerCase()
}

/** The kind the name promises, or undefined when it says nothing. The content has the last word. */
export function kindOfName(name: string): DocumentKind | undefined {
  const whole = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).toLowerCase()
  return kindByExtension.get(extensionOf(name)) ?? (whole === 'makefile' || whole === 'dockerfile' ? 'code' : undefined)
}
