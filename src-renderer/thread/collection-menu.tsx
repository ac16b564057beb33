import { Library } from 'lucide-react'
import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { useCollections } from '../composer/use-collections.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'

/** Which collections this chat answers from. */
export function CollectionMenu({ row }: { readonly row: ConversationRow | undefined }) {
  const collections = useStore(usePage().knowledge, (state) => state.collections)
  const { ids, choose } = useCollections(row)
  if (collections.length === 0) return null
  const chosen = collections.filter(({ id }) => ids.includes(id))
  const name = chosen.length === 1 ? chosen[0]?.name : chosen.length === 0 ? 'No documents' : `${chosen.length} collections`
  const flip = (id: string): void => choose(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])
  const face = (
    <>
      <Library className="small" />
      <b className="cut">{name}</b>
    </>
  )
  return (
    <Menu label={`Answers from: ${name}`} className="chip" stays face={face}>
      <p>Answer from</p>
      {collections.map(({ id, name: title }) => (
        <label key={id}>
          <input type="checkbox" checked={ids.includes(id)} onChange={() => flip(id)} />
          <span className="cut">{title}</span>
        </label>
      ))}
    </Menu>
  )
}
