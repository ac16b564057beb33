import { Parser } from 'htmlparser2'
import { type DocumentKind, parserError } from '../../../src-shared/engine/parser.ts'
import { refuse } from './refuse.ts'

export interface XmlHandler {
  /** Names without their prefix; attributes as they are written, `r:id`. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(data: string): void
}

/** Deeper than any program nests, shallow enough that nothing grows with it. */
const maxDepth = 2000

/**
 * Tells the elements and the text of an XML file as it is unpacked. Entities of its own are left as they are written, so they cannot multiply; nothing
 * outside the file is ever looked at.
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  handler: XmlHandler,
  kind: DocumentKind,
): Promise<void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let depth = 0
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > maxDepth) refuse(parserError.corrupt, { kind, reason: 'nesting' })
        handler.open?.(localName(name), attributes)
      },
      onclosetag(name) {
        depth--
        handler.close?.(localName(name))
      },
      ontext: (data) => handler.text?.(data),
    },
    { xmlMode: true, decodeEntities: true },
  )
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    parser.write(decoder.decode(chunk, { stream: true }))
  }
  parser.write(decoder?.decode() ?? '')
  parser.end()
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const declared = /^<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]+)/.exec(
    new TextDecoder('latin1').decode(head.subarray(0, 300)),
  )?.[1]
  try {
    return new TextDecoder(declared ?? 'utf-8').encoding
  } catch {
    return 'utf-8'
  }
}
