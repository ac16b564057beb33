import { contextError } from '../../desktop/context.ts'
import { personaError } from '../../desktop/personas.ts'
import { watchedFolderError } from '../../desktop/watched-folders.ts'

export const contextSentences = {
  [contextError.unknownCompaction]: 'This summary is not there any more. No message was changed.',
  [contextError.nothingToCompact]:
    'There is nothing to summarise yet. Nothing was changed. The newest question and its answer are always read as they are.',
  [contextError.cannotSummarise]:
    'The model of this chat cannot write a summary. Nothing was changed. Choose a model that writes in its own words.',
  [contextError.emptySummary]: 'The model wrote no summary. Nothing was changed. Try it again, or choose another model.',
  [watchedFolderError.unknown]:
    '{{path | This folder}} is not watched. Nothing was changed. hearth watch list shows those that are.',
  [watchedFolderError.overlaps]:
    '“{{path}}” is watched into this collection already and has files in common with it. Nothing was changed. Change the rules of that one, or choose another collection.',
  [watchedFolderError.notAFolder]:
    '“{{path}}” is a file. Nothing was changed. Choose the folder that it lies in, or add the file by itself.',
  [personaError.unknown]: 'This persona is not there any more. Nothing was changed.',
  [personaError.nameTaken]: 'There is already a persona “{{name}}”. Nothing was changed. Choose another name.',
} as const
