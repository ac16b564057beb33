import { chatError } from '../desktop/chat.ts'
import { conversationError } from '../desktop/conversations.ts'
import { knowledgeError } from '../desktop/knowledge.ts'
import { templateError } from '../desktop/templates.ts'
import { unreadableFault } from '../rows/message.ts'
import { rpcError } from '../rpc/errors.ts'
import { shellError } from '../shell/shell.ts'
import { count, text } from './read-data.ts'
import type { Sentences } from './sentence.ts'

const gone = (thing: string) => (): string => `This ${thing} is not there any more. Nothing was changed.`

export const chatSentences: Sentences = {
  [chatError.noModel]: () =>
    'There is no model to answer with yet. Your words are kept. Add the demo model, or download one, on the models page (hearth models add demo).',
  [chatError.modelNotReady]: (data) =>
    `The model “${text(data, 'id')}” is not ready yet. Your words are kept. Wait for its download or choose another one.`,
  [chatError.questionTooLong]: (data) =>
    `The question is longer than the model can take: ${count(data, 'tokens')} tokens of at most ${count(data, 'limit')}. It is saved. Shorten it, or add the text as a document and ask about it.`,
  [chatError.quotaExceeded]: (data) =>
    `This month’s ${count(data, 'limit')} messages are used up. Everything stays readable and searchable, and drafts are kept. Sign in or choose a larger plan to go on.`,
  [chatError.lengthLimit]: () =>
    'The answer has the greatest length that the settings allow. It is saved. Continue to let it write on.',
  [chatError.unknownParent]: gone('message'),
  [chatError.notResumable]: () => 'This answer cannot be continued: it is complete, or it is being written. Nothing was changed.',
  [chatError.busy]: () => 'An answer is being written in this chat. Your words are kept. Stop it, or wait for its end.',
  [conversationError.unknown]: gone('chat'),
  [conversationError.idTaken]: () => 'There is already something with that id. Nothing was changed.',
  [conversationError.unknownMessage]: gone('message'),
  [unreadableFault]: () =>
    'A part of this message could not be read. What is left of it is shown, and the original is kept. Nothing else is affected.',
  [conversationError.unknownFolder]: gone('folder'),
  [conversationError.unknownTag]: gone('tag'),
  [conversationError.folderNameTaken]: (data) =>
    `There is already a folder “${text(data, 'name')}”. Nothing was changed. Choose another name.`,
  [conversationError.tagNameTaken]: (data) =>
    `There is already a tag “${text(data, 'name')}”. Nothing was changed. Choose another name.`,
  [conversationError.notInTrash]: () => 'Only what lies in the trash can be erased. Nothing was changed.',
  [conversationError.damagedExport]: () => 'This file is no whole export of a chat. Nothing was added. Export it again.',
  [knowledgeError.unknownCollection]: (data) =>
    `There is no collection “${text(data, 'name', text(data, 'id'))}”. Nothing was changed.`,
  [knowledgeError.collectionNameTaken]: (data) =>
    `There is already a collection “${text(data, 'name')}”. Nothing was changed. Choose another name.`,
  [knowledgeError.unknownDocument]: gone('document'),
  [knowledgeError.unknownJob]: gone('import'),
  [knowledgeError.unreadablePath]: (data) =>
    `${text(data, 'name') ? `“${text(data, 'name')}”` : text(data, 'path', 'This path')} cannot be opened. Nothing was added. Check that it is there and may be read.`,
  [knowledgeError.noEmbedder]: () =>
    'Documents need a model for searching, and there is none yet. Nothing was added. Add the demo model or download one on the models page (hearth models add demo).',
  [knowledgeError.nothingToImport]: () =>
    'There is nothing in it that Hearth can read. Nothing was added. It reads PDF, Office files (.docx, .pptx, .xlsx, .odt), e-books, mail, web pages, tables, source code and text.',
  [templateError.unknown]: gone('template'),
  [templateError.nameTaken]: (data) =>
    `There is already a template “${text(data, 'name')}”. Nothing was changed. Choose another name.`,
  [rpcError.internal]: () =>
    'Something went wrong inside Hearth. What was saved is safe. Try again; hearth doctor shows what is known.',
  [rpcError.invalidInput]: () => 'That was not understood. Nothing was changed.',
  [rpcError.disconnected]: () => 'The connection to Hearth’s core was lost. What was saved is safe. It is tried again.',
  [rpcError.versionMismatch]: () =>
    'Two parts of Hearth have different versions. Nothing was changed. End Hearth everywhere and start it again.',
  [rpcError.tooLarge]: () => 'This is too large to hand over in one piece. Nothing was added. Import it from disk instead.',
  [rpcError.forbidden]: () => 'Hearth does not answer this caller. Open it with the address that it printed.',
  [rpcError.aborted]: () => 'Stopped.',
  [shellError.unavailable]: () => 'That is not possible in this window.',
}
