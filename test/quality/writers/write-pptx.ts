import { strToU8, zipSync } from 'fflate'
import { type Block, escapeXml, plain, readBlocks } from '../source-blocks.ts'

interface Slide {
  readonly title: string
  readonly lines: string[]
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const spaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${relations}"`

/** A slide for every heading, its text in one frame below the title. */
export function writePptx(source: string): Uint8Array {
  const slides = slidesOf(source)
  const file = (at: number) => `ppt/slides/slide${at + 1}.xml`
  const part = (name: string, type: string) =>
    `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.presentationml.${type}+xml"/>`
  const link = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('ppt/presentation.xml', 'presentation.main')}${slides.map((_, at) => part(file(at), 'slide')).join('')}</Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${packaged}/relationships">${link('rId1', 'officeDocument', 'ppt/presentation.xml')}</Relationships>`,
    ),
    'ppt/presentation.xml': strToU8(
      `<p:presentation ${spaces}><p:sldIdLst>${slides.map((_, at) => `<p:sldId id="${256 + at}" r:id="rId${at + 1}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    ),
    'ppt/_rels/presentation.xml.rels': strToU8(
      `<Relationships xmlns="${packaged}/relationships">${slides.map((_, at) => link(`rId${at + 1}`, 'slide', file(at).slice(4))).join('')}</Relationships>`,
    ),
    ...Object.fromEntries(slides.map((slide, at) => [file(at), strToU8(slideXml(slide))])),
  })
}

function slidesOf(source: string): Slide[] {
  const slides: Slide[] = []
  for (const block of readBlocks(source)) {
    if (block.kind === 'heading') slides.push({ title: plain(block.text), lines: [] })
    else slides.at(-1)?.lines.push(...linesOf(block))
  }
  return slides
}

function linesOf(block: Exclude<Block, { kind: 'heading' }>): string[] {
  if (block.kind === 'code') return [...block.lines]
  if (block.kind === 'table') return block.rows.map((row) => row.map(plain).join('  '))
  return [plain(block.text)]
}

const slideXml = ({ title, lines }: Slide): string =>
  `<p:sld ${spaces}><p:cSld><p:spTree>${frame('title', [title])}${frame('body', lines)}</p:spTree></p:cSld></p:sld>`

const frame = (type: string, lines: readonly string[]): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name="${type}"/><p:cNvSpPr/><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>${lines.map((line) => `<a:p><a:r><a:t>${escapeXml(line)}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp>`
