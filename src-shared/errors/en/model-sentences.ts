import { modelError } from '../../desktop/models.ts'
import { networkError } from '../../desktop/network.ts'
import { updateError } from '../../desktop/updates.ts'
import { embedderError } from '../../engine/embedder.ts'
import { engineError } from '../../engine/lifecycle.ts'
import { llamaError } from '../../engine/llama.ts'
import { indexError } from '../../engine/passage-index.ts'

export const modelSentences = {
  [modelError.unknown]: 'There is no model “{{id}}”. Choose one from the list of models.',
  [modelError.notDownloadable]: 'This model was added from a file and cannot be downloaded. Add the file again.',
  [modelError.offline]:
    'Hearth is set to stay offline, so nothing was downloaded. Switch that off in the settings, or add a model file from disk.',
  [modelError.unreachable]:
    'The model’s server {{host}} could not be reached. What was received is kept. Check the network, or set a mirror in the settings, and go on.',
  [modelError.notOnServer]:
    'The server {{host}} does not have the model’s file {{file}}. What was received is kept. Set another mirror in the settings, or choose another model.',
  [modelError.notVerifiable]:
    'The server {{host}} does not say what the model’s file should hash to, so nothing was downloaded. Set another mirror in the settings.',
  [modelError.diskFull]:
    'There is not enough room on the disk: {{needed_bytes, bytes | an unknown size}} are needed, {{free_bytes, bytes | an unknown size}} are free. What was received is kept. Free some space and go on.',
  [modelError.wrongSize]:
    'What was downloaded has not the size that was announced, so it was thrown away. Try again, or choose another mirror.',
  [modelError.wrongHash]:
    'What was downloaded is not the file that was announced (its SHA-256 differs), so it was thrown away. Try again, or choose another mirror.',
  [modelError.stalled]: 'The download stood still and was stopped. What was received is kept. Go on when the network is better.',
  [modelError.notAModel]:
    'This is no model that Hearth can use. It was not added. Choose a GGUF file, or a folder with an ONNX model and its tokenizer.',
  'models.not_a_model.split':
    'This is one part of a model that comes in several files, which Hearth cannot use. It was not added. Choose the model as one GGUF file.',
  'models.not_a_model.no_single_score':
    'This model sorts texts into several classes, so it can neither search nor put results in order. It was not added. Choose an embedder, or a reranker that gives one score.',
  'models.not_a_model.embedder_needs_folder':
    'Models for searching run from a folder with an ONNX model and its tokenizer, not from a GGUF file. It was not added. Choose such a folder.',
  [modelError.unsupportedArchitecture]:
    'Models of the kind “{{architecture | unknown}}” cannot be run. It was not added. Choose another model.',
  [modelError.damaged]: 'The model file is damaged or incomplete. Nothing else was touched. Download or copy it again.',
  [modelError.missingFile]: 'The model’s file {{path}} is not there any more. Put it back, or remove the model and add it again.',
  [modelError.doesNotFit]:
    '{{name | The model}} does not fit into this machine’s memory. Nothing was lost. Choose a smaller model or a smaller context.',
  [modelError.inUse]: 'The model is in use right now, for an answer or for documents. Wait for that to end, or stop it.',
  [llamaError.notLoaded]: 'No model is loaded. Ask again; it is loaded then.',
  [llamaError.missingFile]:
    'The model’s file {{path}} is not there any more. Your chat is safe. Put it back, or choose another model.',
  [llamaError.notAGguf]: 'The model file is not a GGUF file. Nothing else was touched. Choose another file.',
  [llamaError.damaged]: 'The model file is damaged or incomplete and could not be loaded. Your chat is safe. Download it again.',
  [llamaError.unsupportedArchitecture]:
    'Models of the kind “{{architecture | unknown}}” cannot be run. Your chat is safe. Choose another model.',
  [llamaError.doesNotFit]:
    'The model does not fit into memory, not even in its smallest form. Your chat is safe. Choose a smaller model or close other programs.',
  [llamaError.noSuchBackend]:
    'The graphics backend “{{gpu}}” does not work on this machine. Set it to automatic in the settings.',
  [llamaError.promptTooLong]:
    'The question has {{tokens, number | an unknown number}} tokens, and the model takes at most {{limit, number | an unknown number}}. It is saved. Shorten it and ask again.',
  [llamaError.badSchema]: 'The answer’s form could not be understood. Nothing was lost. Ask again.',
  [indexError.missing]: 'The index of these documents is not there. It is made again from what is kept.',
  [embedderError.notLoaded]: 'The model for searching is not loaded. Try again.',
  [embedderError.missingFile]: 'The model for searching lacks its file {{file}}. Nothing was lost. Remove it and add it again.',
  [embedderError.damaged]: 'The model for searching is damaged. Your documents are safe. Remove it and add it again.',
  [embedderError.unsupported]: 'This model cannot be used for searching. Your documents are safe. Choose another one.',
  [engineError.crashed]: 'The model stopped unexpectedly. The text so far is saved. Continue, or ask again; it is started anew.',
  [engineError.crashLoop]:
    'The model stopped again and again, so it is not started any more by itself. Your chat is safe. Choose a smaller model or the processor instead of the graphics card, then ask again.',
  [engineError.hung]: 'The model did not answer any more and was ended. The text so far is saved. Continue, or ask again.',
  [engineError.couldNotStart]: 'The model’s process could not be started. Your chat is safe. Run hearth doctor to see why.',
  [engineError.outOfMemory]:
    'The model needed more memory than there is and was ended. The text so far is saved. Choose a smaller model or context.',
  [updateError.noHost]:
    'This build of Hearth has no place to look for new versions. Nothing was sent. Install a new version by hand.',
  [updateError.notGenuine]:
    'What was downloaded is not the announced version of Hearth. It was thrown away, and nothing was changed. Try again later.',
  [updateError.nothingFound]: 'There is no new version to install. Nothing was changed. Look for one first.',
  [networkError.offline]: 'Hearth is set to stay offline; nothing was sent. Switch that off in the settings.',
  [networkError.unreachable]: '{{host | The server}} could not be reached. Nothing was lost. Check the network and try again.',
  [networkError.refused]:
    'The address {{host}} is not one that Hearth may ask. Nothing was sent. Check the mirror in the settings.',
} as const
