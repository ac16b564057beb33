import type { DocumentKind } from '../../../src-shared/engine/parser.ts'
import type { Archive } from './open-archive.ts'
import { readXml } from './read-xml.ts'

export interface Relation {
  readonly id: string
  /** The last part of its address: `slide`, `notesSlide`, `worksheet`. */
  readonly type: string
  /** Name of the part it leads to. */
  readonly target: string
}

/** What a part of an Office file refers to inside the file; what leads outside is left out. */
export async function relationsOf(archive: Archive, part: string, kind: DocumentKind): Promise<Relation[]> {
  const slash = part.lastIndexOf('/')
  const relations: Relation[] = []
  await readXml(
    archive.stream(`${part.slice(0, slash + 1)}_rels/${part.slice(slash + 1)}.rels`),
    {
      open(name, { Id: id, Type: type, Target: target, TargetMode: mode }) {
        if (name !== 'Relationship' || mode === 'External' || id === undefined || target === undefined) return
        relations.push({ id, type: type?.slice(type.lastIndexOf('/') + 1) ?? '', target: resolvePart(part, target) })
      },
    },
    kind,
  )
  return relations
}

/** The name of the part that `target` means, seen from another: never anything outside the archive. */
export function resolvePart(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.' && step !== '') parts.push(step)
  }
  return parts.join('/')
}
