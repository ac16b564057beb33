import { asIndexed } from './word-stem.ts'

const split = (text: string): readonly string[] => text.trim().split(/\s+/)

const english =
  split(`a an the of to in on at by for from with as is are was were be been am do does did i you he she it we they me my your
      his her its our their this that these those there here what which who whom whose when where why how not no so than then too
      very can could will would shall should may might must about into over under up down out any some all each more most other
      such only own same just also and or but if while have has had having get got let make made want need one use using used
      like please tell explain show describe`)

const german =
  split(`der die das den dem des ein eine einen einem einer eines ist sind war waren sein hat haben hatte wird werden wurde ich
      du er sie es wir ihr mich mir dich uns mein dein unser und oder aber wenn dass ob zu zum zur in im an am auf bei mit von vom
      für aus nach vor über unter um wie was wer wem wen wo wann warum wieso welche welcher welches nicht kein keine auch nur noch
      schon sehr so als bis kann können muss müssen soll sollen darf man mehr gibt es`)

const others =
  split(`le la les un une des du de et ou mais est sont que qui quoi où quand comment pourquoi je tu il elle nous vous ils ne pas
      dans sur pour par avec ce cette ces son sa ses el los las una unos y o pero es son qué cómo dónde cuándo yo él ella no en por
      para con su sus il lo gli i uno ed è sono che chi come dove quando perché non di da per con si`)

/** Words that frame a question and say nothing about its answer, in the languages most documents here are written in. */
const stopWords: ReadonlySet<string> = new Set([...english, ...german, ...others].map(asIndexed))

export const isStopWord = (word: string): boolean => stopWords.has(asIndexed(word))

const only = (own: readonly string[], rest: readonly string[]): ReadonlySet<string> =>
  new Set(own.filter((word) => !rest.includes(word)))
const englishOnly = only(english, [...german, ...others])
const germanOnly = only(german, [...english, ...others])
const otherOnly = only(others, [...english, ...german])

const has = (words: readonly string[], own: ReadonlySet<string>): boolean => words.some((word) => own.has(word.toLowerCase()))

/** By the small words that no other language has. */
export const looksGerman = (words: readonly string[]): boolean => has(words, germanOnly) && !has(words, englishOnly)

/** Whether it is plainly in another language; a few keywords may be in any. */
export const looksForeign = (words: readonly string[]): boolean =>
  !has(words, englishOnly) && (has(words, germanOnly) || has(words, otherOnly))
