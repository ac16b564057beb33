import { expect, test } from 'vitest'
import { opener } from '../../../src-main/browser/open-in-system.ts'

test('on each system the path is one argument of a program, and no shell reads it', () => {
  const path = '/x/a & calc; $(b).pdf'

  for (const system of ['linux', 'darwin', 'win32'] as const) {
    const [command, args] = opener(path, system)
    expect(args.at(-1)).toBe(path)
    expect(['xdg-open', 'open', 'rundll32']).toContain(command)
  }
})
