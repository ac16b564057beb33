import { Library } from 'lucide-react'
import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { useCollections } from '../composer/use-collections.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'

/** Which collections this chat answers from. */
export function CollectionMenu({ row }: { readonly row: ConversationRow | undefined }) {
  const collections = useStore(usePage().knowledge, (state) => state.collections)
  const t = useWords('thread')
  const { ids, choose } = useCollections(row)
  if (collections.length === 0) return null
  const chosen = collections.filter(({ id }) => ids.includes(id))
  const [only] = chosen
  const many = chosen.length === 0 ? t('collections.none') : t('collections.many', { count: chosen.length })
  const name = only && chosen.length === 1 ? only.name : many
  const flip = (id: string): void => choose(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])
  const face = (
    <>
      <Library className="small" />
      <b className="cut">{name}</b>
    </>
  )
  return (
    <Menu label={t('collections.chip', { name })} className="chip" stays face={face}>
      <p>{t('collections.from')}</p>
      {collections.map(({ id, name: title }) => (
        <label key={id}>
          <input type="checkbox" checked={ids.includes(id)} onChange={() => flip(id)} />
          <span className="cut">{title}</span>
        </label>
      ))}
    </Menu>
  )
}
