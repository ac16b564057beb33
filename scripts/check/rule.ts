import type ts from 'typescript'

/** A rule about code: `breaks` is asked for every node of every file it applies to. */
export interface CodeRule {
  readonly rule: string
  readonly says: string
  appliesTo(path: string): boolean
  breaks(node: ts.Node): boolean
}

/** A rule about text: each match of `pattern` in a file it applies to breaks it. */
export interface TextRule {
  readonly rule: string
  readonly says: string
  readonly pattern: RegExp
  appliesTo(path: string): boolean
}
