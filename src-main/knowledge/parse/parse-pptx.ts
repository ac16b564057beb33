import type { DocumentHeading, DocumentPlace } from '../../../src-shared/engine/parser.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { type Relation, relationsOf } from './office-relations.ts'
import { officeTitle } from './office-title.ts'
import type { Archive } from './open-archive.ts'
import { createSlideReader } from './read-slide.ts'
import { readXml } from './read-xml.ts'
import { createTextWriter } from './text-writer.ts'

const kind = 'pptx'
const presentation = 'ppt/presentation.xml'

/** Text of a presentation slide by slide, in the order in which they are shown: titles as headings, tables, diagrams, notes. */
export async function parsePptx(archive: Archive): Promise<DocumentParts> {
  const parts: string[] = []
  const headings: DocumentHeading[] = []
  const blocks: DocumentParts['blocks'] = []
  const places: DocumentPlace[] = []
  let length = 0
  let number = 0
  for (const slide of await slidesOf(archive)) {
    number++
    const written = await readSlide(archive, slide)
    if (written.text === '') continue
    const start = length === 0 ? 0 : length + 2
    if (length > 0) parts.push('\n\n')
    parts.push(written.text)
    places.push({ start, place: { kind: 'slide', number } })
    headings.push(...written.headings.map((heading) => ({ ...heading, start: start + heading.start })))
    blocks.push(...written.blocks.map((block) => ({ ...block, start: start + block.start, end: start + block.end })))
    length = start + written.text.length
  }
  const title = (await officeTitle(archive, 'docProps/core.xml', kind)) ?? headings[0]?.text ?? null
  return {
    ...noParts,
    title: isMadeUp(title) ? (headings[0]?.text ?? null) : title,
    text: parts.join(''),
    headings,
    blocks,
    places,
  }
}

/** A title that the program puts in by itself says nothing. */
const isMadeUp = (title: string | null): boolean => title !== null && /^(?:powerpoint[- ]|slide \d|untitled)/i.test(title)

/** The parts of the slides, in the order of the presentation. */
async function slidesOf(archive: Archive): Promise<string[]> {
  const relations = new Map((await relationsOf(archive, presentation, kind)).map((relation) => [relation.id, relation]))
  const slides: string[] = []
  await readXml(
    archive.stream(presentation),
    {
      open(name, attributes) {
        const target = name === 'sldId' ? relations.get(attributes['r:id'] ?? '')?.target : undefined
        if (target !== undefined && archive.has(target)) slides.push(target)
      },
    },
    kind,
  )
  return [...new Set(slides)]
}

/** What is drawn on a slide stands in parts of its own; the notes come last. */
const ownParts = ['diagramData', 'chart', 'notesSlide']

async function readSlide(archive: Archive, slide: string) {
  const writer = createTextWriter()
  const reader = createSlideReader(writer)
  await readXml(archive.stream(slide), reader.slide(), kind)
  const relations = await relationsOf(archive, slide, kind)
  const order = ({ type }: Relation): number => ownParts.indexOf(type)
  const others = relations.filter((relation) => order(relation) >= 0).sort((a, b) => order(a) - order(b))
  for (const { type, target } of others) {
    writer.open('section')
    await readXml(archive.stream(target), type === 'chart' ? reader.chart() : reader.slide(), kind)
    writer.close('section')
  }
  return writer.finish()
}
