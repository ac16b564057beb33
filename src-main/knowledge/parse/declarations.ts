/** The name a line of code declares, or undefined. Patterns look at one short line and have no nested repeats. */
export type Declared = (line: string) => string | undefined

/** What most languages with braces write before the name of a type. */
const types =
  /^\s*(?:(?:export|default|public|private|protected|internal|static|final|abstract|sealed|open|data|partial|pub|pub\(crate\)|declare|unsafe) ){0,5}(?:class|interface|enum|struct|trait|record|object|namespace|module|protocol|extension|union|impl) +([A-Za-z_$][\w$.]*)/

const functions =
  /^\s*(?:(?:export|default|public|private|protected|internal|static|final|abstract|override|async|inline|pub|pub\(crate\)|unsafe|const|suspend|local|declare) ){0,5}(?:function\*?|func|fun|fn|def|sub|procedure) +(?:\([^()]{0,80}\) *)?([A-Za-z_$][\w$.]*[?!]?)/

/** `export const parse = (text: string) => {` */
const arrows =
  /^(?:export )?(?:const|let|var) +([A-Za-z_$][\w$]*)(?: *:[^=]{1,120})? *= *(?:async *)?(?:function\b|\(|[A-Za-z_$][\w$]* *=>|<)/

/** `static int main(int argc, char **argv) {`: a type, a name, brackets, and no end of a statement. */
const signatures = /^(?:[A-Za-z_][\w:<>,*&[\] ]{1,120}[ *&])([A-Za-z_~][\w:~]*) *\([^;]*$/

/** Methods stand indented in their class: `  private read(bytes: Uint8Array): string {`. */
const methods =
  /^\s+(?:(?:public|private|protected|internal|static|final|override|async|virtual|readonly) ){0,5}(?:[A-Za-z_][\w.<>,[\]?]*[ *&]+)?([A-Za-z_$#][\w$]*) *\([^;]{0,200}\)[^;=]{0,120}\{\s*$/

const notNames = new Set(
  'if for while switch catch return else do try function with foreach using lock elif when match'.split(' '),
)

const byPatterns =
  (...patterns: readonly RegExp[]): Declared =>
  (line) => {
    for (const pattern of patterns) {
      const name = pattern.exec(line)?.[1]
      if (name !== undefined && !notNames.has(name)) return name
    }
    return undefined
  }

const braces = byPatterns(types, functions, arrows, methods)
const cLike = byPatterns(types, functions, methods, signatures)
const pythonLine = /^\s*(?:async )?(?:def|class) +([A-Za-z_]\w*)/
const python = byPatterns(pythonLine)
const ruby = byPatterns(/^\s*(?:def|class|module) +([A-Za-z_][\w.:]*[?!]?)/)
const shell = byPatterns(/^\s*(?:function +)?([A-Za-z_][\w-]*) *\(\) *\{?\s*$/, /^function +([A-Za-z_][\w-]*)/)
const sql = byPatterns(
  /^\s*create (?:or replace )?(?:temp(?:orary)? |unique |virtual )?(?:table|view|index|trigger|function|procedure|type) +(?:if not exists +)?([\w."[\]`]+)/i,
)
const sections = byPatterns(/^\s*\[{1,2}([^\]]{1,80})\]{1,2}\s*$/)
const keys = byPatterns(/^([A-Za-z_][\w.-]{0,60}):(?:\s|$)/)
const none: Declared = () => undefined

const languages: readonly (readonly [string, Declared])[] = [
  ['js mjs cjs jsx ts mts cts tsx vue svelte php swift kt kts scala dart zig groovy gradle rs go', braces],
  ['c h cc cpp cxx hpp hh cs java m mm', cLike],
  ['py pyi', python],
  ['rb ex exs cr', ruby],
  ['lua pl pm r jl vb pas nim fs fsx', byPatterns(types, functions, pythonLine)],
  ['sh bash zsh fish ps1', shell],
  ['sql', sql],
  ['toml ini cfg conf', sections],
  ['yaml yml', keys],
]

const byExtension: ReadonlyMap<string, Declared> = new Map(
  languages.flatMap(([extensions, declared]) =>
    extensions.split(' ').map((extension): [string, Declared] => [extension, declared]),
  ),
)

/** How the language of this extension declares things; in one nobody knows, lines are only lines. */
export const declarationsOf = (extension: string): Declared => byExtension.get(extension) ?? none
