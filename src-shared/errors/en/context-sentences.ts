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
  [watchedFolderError.unknown]: 'This folder is not watched any more. Nothing was changed.',
  [watchedFolderError.overlaps]:
    'The folder {{path | that is watched already}} has files in common with this one. Nothing was changed. Choose another folder, or another collection.',
  [watchedFolderError.notAFolder]:
    '{{path | This path}} is no folder. Nothing was changed. Choose a folder; single files are added as documents.',
  [personaError.unknown]: 'This persona is not there any more. Nothing was changed.',
  [personaError.nameTaken]: 'There is already a persona “{{name}}”. Nothing was changed. Choose another name.',
} as const
