import { demoModelId } from '../../src-main/models/demo-ids.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import type { CoreProcess } from './core-process.ts'
import { ensureTestModels } from './models/test-models.ts'

/** An answer of so many takes it a minute: what a test does in the middle of it does not come too late, however busy the machine is. */
export const endlessTokens = 16_000
const contextTokens = 65_536

/** With room for such an answer. */
export const endlessPlan: LoadPlan = { gpu: 'cpu', gpu_layers: 0, context_size: contextTokens, threads: 1 }

/** Gives a core with the demo a model that does not end by itself, and settings of its own to it; answers its id, to ask for it by. */
export async function addEndlessModel({ api }: Pick<CoreProcess, 'api'>): Promise<string> {
  const { tinyRandom } = await ensureTestModels('tinyRandom')
  const { id } = await api.models.import({ path: tinyRandom })
  const fields = { temperature: 0, context_size: contextTokens, max_answer_tokens: endlessTokens }
  await api.models.changeSettings({ id, fields })
  // Else one that was imported would answer from now on.
  await api.settings.change({ chat_model_id: demoModelId })
  return id
}
