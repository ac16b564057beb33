import { type GgufTensor, tensorOf } from '../gguf-writer.ts'
import { type Attention, createAttention } from './attention.ts'
import { createGates, type Gates } from './gates.ts'
import type { Matrix } from './matrix.ts'
import { identityNorm } from './residual-stream.ts'

/** One transformer block: attention, then gates that see what attention wrote. */
export interface Layer {
  readonly attention: Attention
  readonly gates: Gates
}

export interface LayerStack {
  /** Puts a layer on top; `queryScale` as in `createAttention`. */
  add(queryScale: number): Layer
  count(): number
  tensors(): GgufTensor[]
}

export function createLayerStack(width: number): LayerStack {
  const layers: Layer[] = []
  return {
    add(queryScale) {
      const layer = { attention: createAttention(width, queryScale), gates: createGates(width) }
      layers.push(layer)
      return layer
    },
    count: () => layers.length,
    tensors: () => layers.flatMap((layer, index) => layerTensors(layer, `blk.${index}`, width)),
  }
}

export const matrixTensor = (name: string, { columns, rows, numbers }: Matrix): GgufTensor =>
  tensorOf(name, [columns, rows], { numbers, encoding: 'f16' })

export const normTensor = (name: string, numbers: Float32Array): GgufTensor =>
  tensorOf(name, [numbers.length], { numbers, encoding: 'f32' })

function layerTensors({ attention, gates }: Layer, prefix: string, width: number): GgufTensor[] {
  const { query, key, value, output, queryNorm, keyNorm } = attention.weights()
  const { gate, up, down } = gates.weights()
  return [
    normTensor(`${prefix}.attn_norm.weight`, identityNorm(width)),
    normTensor(`${prefix}.ffn_norm.weight`, identityNorm(width)),
    matrixTensor(`${prefix}.attn_q.weight`, query),
    matrixTensor(`${prefix}.attn_k.weight`, key),
    matrixTensor(`${prefix}.attn_v.weight`, value),
    matrixTensor(`${prefix}.attn_output.weight`, output),
    normTensor(`${prefix}.attn_q_norm.weight`, queryNorm),
    normTensor(`${prefix}.attn_k_norm.weight`, keyNorm),
    matrixTensor(`${prefix}.ffn_gate.weight`, gate),
    matrixTensor(`${prefix}.ffn_up.weight`, up),
    matrixTensor(`${prefix}.ffn_down.weight`, down),
  ]
}
