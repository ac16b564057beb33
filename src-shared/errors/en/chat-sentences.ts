import { chatError } from '../../desktop/chat.ts'
import { conversationError } from '../../desktop/conversations.ts'
import { knowledgeError } from '../../desktop/knowledge.ts'
import { languageError } from '../../desktop/languages.ts'
import { templateError } from '../../desktop/templates.ts'
import { unreadableFault } from '../../rows/message.ts'
import { rpcError } from '../../rpc/errors.ts'
import { shellError } from '../../shell/shell.ts'

export const chatSentences = {
  [chatError.noModel]:
    'There is no model to answer with yet. Your words are kept. Add the demo model, or download one, on the models page (hearth models add demo).',
  [chatError.modelNotReady]:
    'The model “{{id}}” is not ready yet. Your words are kept. Wait for its download or choose another one.',
  [chatError.questionTooLong]:
    'The question is longer than the model can take: {{tokens, number | an unknown number}} tokens of at most {{limit, number | an unknown number}}. It is saved. Shorten it, or add the text as a document and ask about it.',
  [chatError.quotaExceeded]:
    'This month’s {{limit, number | an unknown number}} messages are used up. Everything stays readable and searchable, and drafts are kept. Sign in or choose a larger plan to go on.',
  [chatError.lengthLimit]:
    'The answer has the greatest length that the settings allow. It is saved. Continue to let it write on.',
  [chatError.unknownParent]: 'This message is not there any more. Nothing was changed.',
  [chatError.notResumable]: 'This answer cannot be continued: it is complete, or it is being written. Nothing was changed.',
  [chatError.busy]: 'An answer is being written in this chat. Your words are kept. Stop it, or wait for its end.',
  [conversationError.unknown]: 'This chat is not there any more. Nothing was changed.',
  [conversationError.idTaken]: 'There is already something with that id. Nothing was changed.',
  [conversationError.unknownMessage]: 'This message is not there any more. Nothing was changed.',
  [unreadableFault]:
    'A part of this message could not be read. What is left of it is shown, and the original is kept. Nothing else is affected.',
  [conversationError.unknownFolder]: 'This folder is not there any more. Nothing was changed.',
  [conversationError.unknownTag]: 'This tag is not there any more. Nothing was changed.',
  [conversationError.folderNameTaken]: 'There is already a folder “{{name}}”. Nothing was changed. Choose another name.',
  [conversationError.tagNameTaken]: 'There is already a tag “{{name}}”. Nothing was changed. Choose another name.',
  [conversationError.notInTrash]: 'Only what lies in the trash can be erased. Nothing was changed.',
  [conversationError.inTrash]:
    'This chat is in the trash, where it can be read and not be changed. Your words are kept. Restore it to go on.',
  [conversationError.damagedExport]: 'This file is no whole export of a chat. Nothing was added. Export it again.',
  [knowledgeError.unknownCollection]: 'There is no collection “{{name/id}}”. Nothing was changed.',
  [knowledgeError.collectionNameTaken]: 'There is already a collection “{{name}}”. Nothing was changed. Choose another name.',
  [knowledgeError.unknownDocument]: '{{name, quoted | This document}} is not there any more. Nothing was changed.',
  [knowledgeError.unknownJob]: 'This import is not there any more. Nothing was changed.',
  [knowledgeError.unreadablePath]:
    '{{name/path, quoted | This path}} cannot be opened. Nothing was added. Check that it is there and may be read.',
  [knowledgeError.unreadFiles]:
    '{{names, quoted | A file}} could not be read and was not added; the others were. Check that it is still there and may be read, then add it again.',
  [knowledgeError.originalMissing]:
    '“{{name}}” is no longer where it was read from. What was read of it is kept. Put the file back, or add it again.',
  [knowledgeError.originalChanged]:
    '“{{name}}” has changed since it was read. What was read of it is kept. Read it again on the knowledge page.',
  [knowledgeError.noEmbedder]:
    'Documents need a model for searching, and there is none yet. Nothing was added. Add the demo model or download one on the models page (hearth models add demo).',
  [knowledgeError.tooManyTags]: '“{{name}}” would have more than {{most}} tags. Nothing was changed: take some off first.',
  [knowledgeError.nothingToImport]:
    'There is nothing in it that Hearth can read. Nothing was added. It reads PDF, Office files (.docx, .pptx, .xlsx, .odt), e-books, mail, web pages, tables, source code and text.',
  [knowledgeError.tooManyFiles]:
    'There are more than {{limit, number}} files in it, which is more than are added at once. Nothing was added. Add the folders inside it one after the other.',
  [languageError.unreadable]:
    'This is no language file of Hearth. Nothing was added. Save the English words as a file, translate them and add that.',
  [languageError.tooLarge]:
    'This language file is too large: {{size_bytes, bytes}}, of at most {{limit_bytes, bytes}}. Nothing was added. Check that it is the right file.',
  [languageError.builtIn]:
    'Hearth brings the language “{{tag}}” with it. Nothing was added. Give the file a tag of its own, such as “{{tag}}-1996”.',
  [languageError.unknown]: 'This language is not there any more. Nothing was changed.',
  [templateError.unknown]: 'This template is not there any more. Nothing was changed.',
  [templateError.nameTaken]: 'There is already a template “{{name}}”. Nothing was changed. Choose another name.',
  [rpcError.internal]:
    'Something went wrong inside Hearth. What was saved is safe. Try again; hearth doctor shows what is known.',
  [rpcError.invalidInput]: 'That was not understood. Nothing was changed.',
  [rpcError.unknownMethod]:
    'The other part of Hearth does not know what it was asked. Nothing was changed. End Hearth everywhere and start it again.',
  [rpcError.disconnected]: 'The connection to Hearth’s core was lost. What was saved is safe. It is tried again.',
  [rpcError.versionMismatch]:
    'Two parts of Hearth have different versions. Nothing was changed. End Hearth everywhere and start it again.',
  [rpcError.tooLarge]: 'This is too large to hand over in one piece. Nothing was added. Import it from disk instead.',
  [rpcError.forbidden]: 'Hearth does not answer this caller. Open it with the address that it printed.',
  [rpcError.aborted]: 'Stopped.',
  [shellError.unavailable]: 'That is not possible in this window.',
} as const
