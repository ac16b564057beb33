import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

export const root = join(import.meta.dirname, '../../..')

/** Every document of a YAML file below the root. Errors: when it is none, with a key twice too. */
export function readYaml(path: string): readonly unknown[] {
  return parseAllDocuments(readFileSync(join(root, path), 'utf8'), { strict: true, uniqueKeys: true }).map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw error
    return document.toJS() as unknown
  })
}

export interface DeployedFile {
  readonly path: string
  readonly text: string
}

export const filesIn = (folder: string): readonly DeployedFile[] =>
  readdirSync(join(root, folder)).map((name) => ({
    path: `${folder}/${name}`,
    text: readFileSync(join(root, folder, name), 'utf8'),
  }))

const autoscaling = z.object({ spec: z.object({ minReplicas: z.int(), maxReplicas: z.int() }) })

export const readAutoscaling = () => autoscaling.parse(readYaml('deploy/kubernetes/autoscaling.yaml')[0]).spec
