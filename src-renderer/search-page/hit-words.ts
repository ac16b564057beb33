import type { ConversationHit, DocumentHit, MessageHit } from '../../src-shared/desktop/find.ts'
import { passagePlace } from '../language/passage-place.ts'
import type { Words } from '../language/use-words.ts'

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ')

/** "Pinned · today, 09:14". */
export const chatFacts = (t: Words<'search'>, { pinned, archived, in_trash, updated_at }: ConversationHit): string =>
  joined([
    pinned ? t('pinned') : undefined,
    archived ? t('Archived') : undefined,
    in_trash ? t('InTrash') : undefined,
    t('at', { at: updated_at }),
  ])

/** "You in Reply to the dealer · version 2 of 3 · archived". */
export const messagePlace = (t: Words<'search'>, { role, title, version, archived, in_trash }: MessageHit): string =>
  joined([
    t(role === 'user' ? 'youIn' : 'answerIn', { title: title === '' ? t('untitled') : title }),
    version === null ? undefined : t('version', version),
    archived ? t('archived') : undefined,
    in_trash ? t('inTrash') : undefined,
  ])

/** "K-200 manual.pdf · page 41 · Service manuals"; the name is left out where it is the hit itself. */
export const documentPlace = (
  { t, places }: { readonly t: Words<'search'>; readonly places: Words<'places'> },
  { document, passage_id, snippet, page, place, heading, collection }: DocumentHit,
): string =>
  joined([
    passage_id === null && snippet.text === document ? t('document') : document,
    page === null ? passagePlace(places, place) || heading.at(-1) : t('page', { page }),
    collection ?? t('attached'),
  ])
