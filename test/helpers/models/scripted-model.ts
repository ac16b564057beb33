import { createMatrix, type Matrix } from '../../../src-main/models/demo/circuit/matrix.ts'
import { type GgufTensor, ggufBytes, tensorOf } from '../../../src-main/models/demo/gguf-writer.ts'
import { qwen3Metadata } from '../../../src-main/models/demo/qwen3-metadata.ts'
import { type WrittenFile, writeWholeFile } from '../../../src-main/models/demo/write-whole-file.ts'
import { buildChatTokenizer, type ChatTokenizer } from './chat-tokenizer.ts'
import { sampleText } from './sample-text.ts'

// No word may occur twice within each: the word decides what comes next.
export const scriptedThought = 'Okay, let me think briefly before replying.'
export const scriptedAnswer = 'Here is my answer: a small model runs on your own computer and keeps every word private.'

/**
 * A qwen3 model of one layer that thinks `scriptedThought`, answers `scriptedAnswer` and stops, at temperature 0; warmer, it wanders
 * through the sample text. If the last user turn says "weather" and the prompt lists tools, it calls one.
 * Embeddings are one-hot and the output weights are a table of what follows what; four heads add what one token back cannot tell.
 */
export function writeScriptedModel(path: string, signal?: AbortSignal): Promise<WrittenFile> {
  const tokenizer = buildChatTokenizer(learntText, { mergeCount: 5000 })
  const width = Math.ceil((tokenizer.tokens.length + HEADS) / 32) * 32
  const shape = { ...fixedShape, width, name: 'scripted' }
  return writeWholeFile(
    path,
    ggufBytes({ metadata: qwen3Metadata(shape, tokenizer), tensors: tensorsOf(tokenizer, width) }),
    signal,
  )
}

const learntText = `${sampleText}${sampleText}${scriptedThought}\n${scriptedAnswer}\n# Tools weather Weather\nweather\nuser\nassistant\nsystem\n\n<|im_end|>\n\n.\n`

const HEADS = 4
const HEAD_SIZE = 64
const PAIRS = HEAD_SIZE / 2
const HIDDEN_UNITS = 32
const ROTARY_BASE = 1e6
const fixedShape = {
  ...{ layers: 1, hiddenUnits: HIDDEN_UNITS, heads: HEADS, keyValueHeads: HEADS, headSize: HEAD_SIZE, contextTokens: 4096 },
  ...{ rotaryBase: ROTARY_BASE, normEpsilon: 1e-9, encoding: 'f16' as const },
}

/** What each head finds out, in the entry of the residual stream behind the one-hot tokens. */
const findings = { afterThink: 0, weatherAsked: 1, toolsListed: 2, afterToolCall: 3 } as const
const FINDING_SIZE = 0.1

function tensorsOf(tokenizer: ChatTokenizer, width: number): GgufTensor[] {
  const count = tokenizer.tokens.length
  const embedding = createMatrix(count, width)
  for (let token = 0; token < count; token++) embedding.set(token, token, 1)
  const { query, key, value, output } = attentionOf(tokenizer, width)
  return [
    half('token_embd.weight', embedding),
    norm('output_norm.weight', width, 1 / Math.sqrt(width)),
    half('output.weight', followers(tokenizer, width)),
    norm('blk.0.attn_norm.weight', width, 1 / Math.sqrt(width)),
    half('blk.0.attn_q.weight', query),
    half('blk.0.attn_k.weight', key),
    half('blk.0.attn_v.weight', value),
    half('blk.0.attn_output.weight', output),
    norm('blk.0.attn_q_norm.weight', HEAD_SIZE, 200),
    norm('blk.0.attn_k_norm.weight', HEAD_SIZE, 1),
    norm('blk.0.ffn_norm.weight', width, 1),
    half('blk.0.ffn_gate.weight', createMatrix(HIDDEN_UNITS, width)),
    half('blk.0.ffn_up.weight', createMatrix(HIDDEN_UNITS, width)),
    half('blk.0.ffn_down.weight', createMatrix(width, HIDDEN_UNITS)),
  ]
}

const half = (name: string, { columns, rows, numbers }: Matrix): GgufTensor =>
  tensorOf(name, [columns, rows], { numbers, encoding: 'f16' })

const norm = (name: string, length: number, weight: number): GgufTensor =>
  tensorOf(name, [length], { numbers: new Float32Array(length).fill(weight), encoding: 'f32' })

/** Row: the next token; column: this token, or a finding. The logarithm of a likelihood. */
function followers(tokenizer: ChatTokenizer, width: number): Matrix {
  const { encode, id } = tokenizer
  const table = createMatrix(tokenizer.tokens.length, width)
  const tokens = tokenizer.tokens.map((_, token) => token)
  for (const next of tokens) for (const now of tokens) table.set(next, now, -12)
  wander(table, tokenizer)

  const chain = (...sequence: number[]) => {
    for (const [index, next] of sequence.slice(1).entries()) table.set(next, sequence[index] ?? 0, 0)
  }
  const thought = encode(`${scriptedThought}\n`)
  const call = encode('{"name": "')
  const [newline, toolCall] = [id('\n'), id('<tool_call>')]
  chain(id('<think>'), newline)
  chain(...thought, id('</think>'), id('\n\n'), ...encode(scriptedAnswer), id('<|im_end|>'))
  chain(toolCall, newline)
  chain(...call)
  table.set(id('"'), id('.'), -2)

  const [firstThought = 0, firstOfCall = 0] = [thought[0], call[0]]
  for (const now of tokens) table.set(toolCall, now, -60)
  for (const next of [toolCall, firstThought, firstOfCall]) table.set(next, newline, -30)
  table.set(id('<think>'), newline, 0)
  const find = (finding: keyof typeof findings, next: number, weight: number) =>
    table.set(next, tokens.length + findings[finding], weight / FINDING_SIZE)
  find('afterThink', firstThought, 60)
  find('afterToolCall', firstOfCall, 90)
  // Each alone is too little, both are enough: -30 + 36 > 0
  find('weatherAsked', toolCall, 18)
  find('toolsListed', toolCall, 18)
  return table
}

/** What follows what in the sample text, far behind what is scripted; every token may also be the last, or close a string. */
function wander(table: Matrix, { encode, id, tokens }: ChatTokenizer): void {
  for (let now = 0; now < tokens.length; now++) {
    table.set(id('<|im_end|>'), now, -6)
    table.set(id('"'), now, -7)
  }
  const counts = new Map<number, number[]>()
  for (const line of sampleText.split('\n').map(encode))
    for (const [index, next] of line.slice(1).entries()) {
      const now = line[index] ?? 0
      counts.set(now, [...(counts.get(now) ?? []), next])
    }
  for (const [now, nexts] of counts)
    for (const next of nexts) table.set(next, now, Math.log(nexts.filter((one) => one === next).length / nexts.length) - 2.5)
}

function attentionOf(tokenizer: ChatTokenizer, width: number) {
  const attention = {
    query: createMatrix(HEADS * HEAD_SIZE, width),
    key: createMatrix(HEADS * HEAD_SIZE, width),
    value: createMatrix(HEADS * HEAD_SIZE, width),
    output: createMatrix(width, HEADS * HEAD_SIZE),
  }
  const { id, tokens } = tokenizer
  for (const head of Object.values(findings)) attention.output.set(tokens.length + head, head * HEAD_SIZE, FINDING_SIZE)
  const parts = { attention, count: tokens.length }
  lookBack(parts, findings.afterThink, id('<think>'))
  lookBack(parts, findings.afterToolCall, id('<tool_call>'))
  const weather = [' weather', 'weather', ' Weather'].map((word): [number, number] => [id(word), 1])
  lookFor(parts, { head: findings.weatherAsked, worth: new Map([...weather, [id('user'), -1]]), nearest: true })
  lookFor(parts, { head: findings.toolsListed, worth: new Map([[id(' Tools'), 1]]), nearest: false })
  return attention
}

interface AttentionParts {
  readonly attention: Readonly<Record<'query' | 'key' | 'value' | 'output', Matrix>>
  readonly count: number
}

const turnPerToken = (pair: number): number => ROTARY_BASE ** ((-2 * pair) / HEAD_SIZE)

/** The head attends to the previous token: cosines of every speed, all shifted by one position, have their peak there. */
function lookBack({ attention: { query, key, value }, count }: AttentionParts, head: number, token: number): void {
  for (let now = 0; now < count; now++)
    for (let pair = 0; pair < PAIRS; pair++) {
      query.set(head * HEAD_SIZE + pair, now, Math.cos(turnPerToken(pair)))
      query.set(head * HEAD_SIZE + pair + PAIRS, now, -Math.sin(turnPerToken(pair)))
      key.set(head * HEAD_SIZE + pair, now, 1)
    }
  value.set(head * HEAD_SIZE, token, 1)
}

interface Search {
  readonly head: number
  /** What the head reports for the token it finds. */
  readonly worth: ReadonlyMap<number, number>
  readonly nearest: boolean
}

/** The head attends to some tokens wherever they are, or to the nearest of them (up to about 1,500 tokens back). */
function lookFor({ attention: { query, key, value }, count }: AttentionParts, { head, worth, nearest }: Search): void {
  const slowEnough = Array.from({ length: PAIRS }, (_, pair) => pair).findIndex((pair) => turnPerToken(pair) <= 1.5e-3)
  const pair = nearest ? slowEnough : PAIRS - 1
  const phase = nearest ? Math.PI / 4 : 0
  for (let now = 0; now < count; now++) {
    query.set(head * HEAD_SIZE + pair, now, Math.cos(phase))
    query.set(head * HEAD_SIZE + pair + PAIRS, now, Math.sin(phase))
  }
  for (const [token, reported] of worth) {
    key.set(head * HEAD_SIZE + pair, token, 1)
    value.set(head * HEAD_SIZE, token, reported)
  }
}
