import { type Lockfile, shippedPackages, type Target } from './shipped-packages.ts'

/** What the window's shell imports by name; everything else is in its bundle. */
const ofShell = ['electron-updater', 'pino', 'zod']

/** Of the page, which is bundled, and of the shell. */
const notOfCore: ReadonlySet<string> = new Set(['electron-updater', 'markdown-it'])

/** Vulkan covers NVIDIA, AMD and Intel (decision 7); the page has no model in it; musl is another system; only the page draws PDF files. */
const leftOut =
  /^(?:onnxruntime-web$|@napi-rs\/canvas|@node-llama-cpp\/.*-cuda|@img\/sharp.*(?:wasm|freebsd|webcontainers)|.*musl|@types\/|typescript$)/

export interface CoreDependencies {
  readonly names: readonly string[]
  readonly lock: Lockfile
}

export const shellPackages = (lock: Lockfile, target: Target): string[] =>
  shippedPackages(lock, target, { roots: ofShell, isLeftOut: (name) => leftOut.test(name) })

export function corePackages({ names, lock }: CoreDependencies, target: Target): string[] {
  const { isOfTarget } = binariesOf(target)
  return shippedPackages(lock, target, {
    roots: names.filter((name) => !notOfCore.has(name)),
    isLeftOut: (name) => leftOut.test(name) || !isOfTarget(name),
  })
}

/** What packages bring for people, tests and compilers; a licence ships, whatever its name ends with. */
export const notForRunning: readonly string[] = [
  '!**/*.{md,map,ts,mts,cts,markdown,flow,tsbuildinfo,h,c,cc,cpp,gyp,gypi}',
  '!**/{test,tests,__tests__,example,examples,benchmark,benchmarks}/**',
  '!**/*.test.*',
  '!**/{.*,test.js,bench.js,tsconfig*.json,eslint.config.*,yarn.lock}{,/**}',
  '**/{licen[cs]e,Licen[cs]e,LICEN[CS]E,NOTICE,COPYING}*',
]

/** What lies in a package for other systems, or to build it from its source. First names, then patterns of files. */
export function coreFilters(target: Target): string[] {
  const { onnx, prebuilt } = binariesOf(target)
  return [
    ...notForRunning,
    '!**/better-sqlite3/{deps,src,binding.gyp}{,/**}',
    '!**/better-sqlite3/prebuilds/*',
    `**/better-sqlite3/prebuilds/${prebuilt}`,
    '!**/onnxruntime-node/bin/**',
    `**/onnxruntime-node/bin/napi-v6/${onnx}/**`,
    '!**/onnxruntime-node/script{,/**}',
    '!**/node-llama-cpp/llama/**',
    '**/node-llama-cpp/llama/*.json',
    '!**/node-llama-cpp/{templates,bins}{,/**}',
    '!**/@huggingface/transformers/{src,types}{,/**}',
    '!**/@huggingface/transformers/dist/*{.web,.min}*',
  ]
}

const llamaName = { linux: 'linux', darwin: 'mac', win32: 'win' } as const

function binariesOf({ platform, arch }: Target) {
  const llama = `@node-llama-cpp/${llamaName[platform]}-${arch}`
  return {
    onnx: `${platform}/${arch}`,
    prebuilt: `${platform}-${arch}.node`,
    // The lockfile lets some of these be installed on foreign machines, for building there.
    isOfTarget: (name: string) => !name.startsWith('@node-llama-cpp/') || name === llama || name.startsWith(`${llama}-`),
  }
}
