import { common, createLowlight } from 'lowlight'

/** A piece of code and the kind of word it is, in the classes of highlight.js without their prefix: "keyword", "string". */
export interface CodePiece {
  readonly text: string
  readonly kind: string
}

const lowlight = createLowlight(common)

type LowlightRoot = ReturnType<typeof lowlight.highlight>
type LowlightNode = LowlightRoot['children'][number]

/** Cuts code into coloured pieces; undefined for a language that is not known. */
export const colourCode = (code: string, language: string): readonly CodePiece[] | undefined =>
  lowlight.registered(language) ? lowlight.highlight(language, code).children.flatMap((node) => piecesOf(node, '')) : undefined

function piecesOf(node: LowlightNode, outer: string): readonly CodePiece[] {
  if (node.type === 'text') return [{ text: node.value, kind: outer }]
  if (node.type !== 'element') return []
  const kind = kindOf(node.properties.className) ?? outer
  return node.children.flatMap((child) => piecesOf(child, kind))
}

function kindOf(className: unknown): string | undefined {
  const first: unknown = Array.isArray(className) ? className[0] : undefined
  return typeof first === 'string' ? first.replace(/^hljs-/, '').replace(/_$/, '') : undefined
}
