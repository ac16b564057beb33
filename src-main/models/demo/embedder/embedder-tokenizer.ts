import { CONTINUATION, type PieceToken, specialTokens } from './embedder-vocabulary.ts'

/** Longer words are cut, so that none has more bytes than WordPiece takes. */
const WORD_CHARACTERS = 24
const WORD_BYTES = 4 * WORD_CHARACTERS

export const MAX_TOKENS = 512

/**
 * `tokenizer.json`: lower case, no accents, words and single punctuation marks, their UTF-8 bytes, WordPiece over those. As every byte
 * is a piece, no text becomes [UNK].
 */
export function embedderTokenizer(tokens: readonly PieceToken[]) {
  const ids = Object.fromEntries(tokens.map(({ token }, id) => [token, id]))
  const { start, end, unknown } = specialTokens
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: Object.values(specialTokens).map((content) => ({ ...addedToken, id: ids[content], content })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: true, lowercase: true },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'BertPreTokenizer' },
        { type: 'FixedLength', length: WORD_CHARACTERS },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [end, ids[end]],
      cls: [start, ids[start]],
      trim_offsets: true,
      add_prefix_space: false,
    },
    decoder: { type: 'WordPiece', prefix: CONTINUATION, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: CONTINUATION,
      max_input_chars_per_word: WORD_BYTES,
      vocab: ids,
    },
  }
}

const addedToken = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true } as const

export function embedderTokenizerSettings() {
  const { start, end, padding, unknown, mask } = specialTokens
  return {
    tokenizer_class: 'MPNetTokenizer',
    do_lower_case: true,
    model_max_length: MAX_TOKENS,
    ...{ bos_token: start, cls_token: start, eos_token: end, sep_token: end },
    ...{ pad_token: padding, unk_token: unknown, mask_token: mask },
  }
}
