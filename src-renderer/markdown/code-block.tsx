import './code-colours.css'
import { Download, WrapText } from 'lucide-react'
import { Fragment, useState } from 'react'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Diagram } from './diagram/diagram.tsx'
import type { CodePiece } from './drawing/colour-code.ts'
import { useDrawing } from './drawing/use-drawing.ts'
import { saveText } from './save-text.ts'

export interface CodeBlockProps {
  readonly code: string
  readonly language: string
  /** While it is still being written, it is not coloured: each token would colour it anew. */
  readonly isWriting?: boolean
}

export function CodeBlock({ code, language, isWriting = false }: CodeBlockProps) {
  const t = useWords('markdown')
  const [isWrapped, setWrapped] = useState(false)
  const name = language.trim().split(/\s/, 1)[0]?.slice(0, 30) ?? ''
  const text = code.replace(/\n$/, '')
  const { pieces } = useDrawing(isWriting || name === '' ? null : { kind: 'code', code: text, language: name.toLowerCase() })
  return (
    <figure className="code-block" aria-label={name === '' ? t('code') : t('codeIn', { language: name })}>
      <figcaption>
        <span className="grow">{name}</span>
        <button type="button" className="act" aria-pressed={isWrapped} onClick={() => setWrapped(!isWrapped)}>
          <WrapText className="small" /> <span className="word">{t('wrap')}</span>
        </button>
        <button type="button" className="act" aria-label={t('download')} onClick={() => saveText(fileName(name), text)}>
          <Download className="small" />
        </button>
        <CopyButton text={text} label={t('copyCode')} />
      </figcaption>
      <pre className={isWrapped ? 'wrapped' : undefined} tabIndex={isWrapped ? undefined : 0}>
        <code>{pieces === null ? text : <Coloured pieces={pieces} />}</code>
      </pre>
      {name.toLowerCase() === 'mermaid' && !isWriting ? <Diagram source={text} /> : null}
    </figure>
  )
}

function Coloured({ pieces }: { readonly pieces: readonly CodePiece[] }) {
  return pieces.map(({ text, kind }, index) =>
    kind === '' ? (
      <Fragment key={String(index)}>{text}</Fragment>
    ) : (
      <span key={String(index)} className={`code-${kind}`}>
        {text}
      </span>
    ),
  )
}

const endings: Readonly<Record<string, string>> = {
  bash: 'sh',
  c: 'c',
  cpp: 'cpp',
  csharp: 'cs',
  css: 'css',
  go: 'go',
  html: 'html',
  java: 'java',
  javascript: 'js',
  js: 'js',
  json: 'json',
  kotlin: 'kt',
  markdown: 'md',
  mermaid: 'mmd',
  php: 'php',
  python: 'py',
  py: 'py',
  ruby: 'rb',
  rust: 'rs',
  shell: 'sh',
  sh: 'sh',
  sql: 'sql',
  swift: 'swift',
  typescript: 'ts',
  ts: 'ts',
  xml: 'xml',
  yaml: 'yaml',
}

const fileName = (language: string): string => `code.${endings[language.toLowerCase()] ?? 'txt'}`
