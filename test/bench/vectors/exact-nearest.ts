import { compileAssembly } from '../../../scripts/compile-kernel.ts'

interface Products {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  products(vector: number, questions: number, count: number, dimension: number, out: number): void
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** The passages nearest to each question by their floats, of all and of each filter: what an index is compared with. */
export interface ExactNearest {
  /** `filters` has a bit for each filter that the passage is in. */
  look(passage: number, vector: Float32Array, filters: number): void
  /** Nearest first; filter 0 is all. */
  nearest(question: number, filter: number): number[]
}

const source = `
export function products(vector: usize, questions: usize, count: i32, dimension: i32, out: usize): void {
  for (let n = 0; n < count; n++) {
    let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), d = f32x4.splat(0)
    for (let at: usize = 0; at < <usize>dimension << 2; at += 64) {
      a = f32x4.add(a, f32x4.mul(v128.load(vector + at), v128.load(questions + at)))
      b = f32x4.add(b, f32x4.mul(v128.load(vector + at + 16), v128.load(questions + at + 16)))
      c = f32x4.add(c, f32x4.mul(v128.load(vector + at + 32), v128.load(questions + at + 32)))
      d = f32x4.add(d, f32x4.mul(v128.load(vector + at + 48), v128.load(questions + at + 48)))
    }
    a = f32x4.add(f32x4.add(a, b), f32x4.add(c, d))
    const sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3)
    store<f32>(out + (<usize>n << 2), sum)
    questions += <usize>dimension << 2
  }
}
`

export async function createExactNearest(
  questions: readonly Float32Array[],
  limit: number,
  filters: number,
): Promise<ExactNearest> {
  const module = new WebAssembly.Module(await compileAssembly(source))
  const { memory, products } = new WebAssembly.Instance(module).exports as Products
  const dimension = questions[0]?.length ?? 0
  const bytes = (questions.length + 1) * dimension * 4 + questions.length * 4
  memory.grow(Math.ceil(bytes / 65_536) + 1)
  const f32 = new Float32Array(memory.buffer)
  const [vector, first] = [1024, 1024 + dimension * 4]
  const out = first + questions.length * dimension * 4
  for (const [n, question] of questions.entries()) f32.set(question, first / 4 + n * dimension)
  const best = Array.from({ length: questions.length * (filters + 1) }, () => createBest(limit))
  return {
    look(passage, values, inFilters) {
      f32.set(values, vector / 4)
      products(vector, first, questions.length, dimension, out)
      for (let n = 0; n < questions.length; n++) {
        const score = f32[out / 4 + n] ?? 0
        for (let filter = 0; filter <= filters; filter++)
          if (filter === 0 || (inFilters >> (filter - 1)) & 1) best[n * (filters + 1) + filter]?.add(score, passage)
      }
    },
    nearest: (question, filter) => best[question * (filters + 1) + filter]?.passages() ?? [],
  }
}

function createBest(limit: number) {
  let kept: { score: number; passage: number }[] = []
  return {
    add(score: number, passage: number): void {
      if (kept.length === limit && score <= (kept.at(-1)?.score ?? 0)) return
      kept = [...kept, { score, passage }].sort((a, b) => b.score - a.score).slice(0, limit)
    },
    passages: () => kept.map(({ passage }) => passage),
  }
}
