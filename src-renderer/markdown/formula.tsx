import { useMemo } from 'react'
import { useDrawing } from './drawing/use-drawing.ts'
import { mathmlTree } from './mathml-tree.tsx'

/** A formula, as it was written until it is drawn, and for good when it cannot be. */
export function Formula({ tex, isBlock }: { readonly tex: string; readonly isBlock: boolean }) {
  const { mathml } = useDrawing({ kind: 'math', tex, isBlock })
  const tree = useMemo(() => (mathml === null ? undefined : mathmlTree(mathml)), [mathml])
  if (tree === undefined) return <code className={isBlock ? 'formula block' : 'formula'}>{tex}</code>
  return <span className={isBlock ? 'formula block' : 'formula'}>{tree}</span>
}
