import { CopyButton } from '../ui/copy-button.tsx'

export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const name = language.trim().split(/\s/, 1)[0]?.slice(0, 30) ?? ''
  const text = code.replace(/\n$/, '')
  return (
    <figure className="code-block" aria-label={name === '' ? 'Code' : `Code, ${name}`}>
      <figcaption>
        <span>{name}</span>
        <CopyButton text={text} label="Copy code" />
      </figcaption>
      <pre>
        <code>{text}</code>
      </pre>
    </figure>
  )
}
