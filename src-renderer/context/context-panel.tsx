import { useStore } from 'zustand'
import type { ContextUse } from '../../src-shared/desktop/context.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { CompactNow } from './compact-now.tsx'
import { isAbout, type PartName, partNames, usedTokens } from './context-parts.ts'

/** What the next prompt holds, part by part, and what can be done about it. */
export function ContextPanel({ use }: { readonly use: ContextUse }) {
  const t = useWords('context')
  const name = useStore(usePage().models, ({ entries }) => entries.find(({ id }) => id === use.model_id)?.name)
  const shown = partNames.filter((part) => use.parts[part] > 0)
  return (
    <div className="context-panel">
      <div className="context-head">
        <b>{t('head')}</b>
        <span>{headWords(t, use)}</span>
      </div>
      {use.context_size === null ? null : <Stack use={use} size={use.context_size} />}
      <dl>
        {shown.map((part) => (
          <Part key={part} part={part} name={t(`part.${part}`, { count: use.messages })} words={tokenWords(t, use, part)} />
        ))}
        {use.answer_tokens > 0 ? (
          <Part part="answer" name={t('part.answer')} words={t('tokens', { value: use.answer_tokens })} />
        ) : null}
      </dl>
      <p className="cap">{countedWords(t, use, name)}</p>
      {use.excess_messages > 0 ? <p className="context-excess">{excessWords(t, use)}</p> : null}
      <CompactNow use={use} />
    </div>
  )
}

function Part({ part, name, words }: { readonly part: PartName | 'answer'; readonly name: string; readonly words: string }) {
  return (
    <div>
      <dt>
        <span className={`context-swatch ${part}`} aria-hidden />
        {name}
      </dt>
      <dd>{words}</dd>
    </div>
  )
}

/** The same as the list, to be seen at once. */
function Stack({ use, size }: { readonly use: ContextUse; readonly size: number }) {
  const all = Math.max(size, usedTokens(use) + use.answer_tokens)
  const share = (tokens: number) => ({ width: `${(100 * tokens) / all}%` })
  return (
    <div className="context-stack" aria-hidden>
      {partNames.map((part) => (
        <span key={part} className={part} style={share(use.parts[part])} />
      ))}
      <span className="free" />
      <span className="answer" style={share(use.answer_tokens)} />
    </div>
  )
}

function headWords(t: Words<'context'>, use: ContextUse): string {
  const used = usedTokens(use)
  return use.context_size === null ? t('used', { used }) : t('usedOf', { used, size: use.context_size })
}

const tokenWords = (t: Words<'context'>, use: ContextUse, part: PartName): string =>
  t(isAbout(use, part) ? 'about' : 'tokens', { value: use.parts[part] })

function countedWords(t: Words<'context'>, { is_exact, context_size }: ContextUse, name: string | undefined): string {
  if (name === undefined) return t('counted.noModel')
  if (is_exact) return t('counted.exact', { name })
  return t(context_size === null ? 'counted.neverLoaded' : 'counted.estimate', { name })
}

const excessWords = (t: Words<'context'>, { excess_messages: count, can_compact }: ContextUse): string =>
  t(can_compact === 'model_only_quotes' ? 'excess.leftOut' : 'excess.summarised', { count })
