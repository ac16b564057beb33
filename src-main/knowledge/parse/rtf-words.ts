/** Groups whose words nobody reads. Those that begin with `\*` are left out as well, unless they are named below. */
export const leftOut: ReadonlySet<string> = new Set(
  [
    'fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr footerf',
    'themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl',
    'fldinst xe tc annotation atnid atnauthor atndate atnref nonshppict background template private userprops comment',
  ]
    .join(' ')
    .split(' '),
)

/** Not read themselves, but what is inside may be. */
export const silent: ReadonlySet<string> = new Set(['shpinst', 'shp', 'shpgrp', 'upr', 'sp', 'sn', 'sv'])

/** Read, though they begin with `\*` or lie inside of what is silent. */
export const readAgain: ReadonlySet<string> = new Set(['shptxt', 'ud', 'result', 'fldrslt', 'footnote', 'listtext', 'pntext'])

/** Characters that have a word of their own. */
export const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  zwj: '\u200d',
  zwnj: '\u200c',
  ltrmark: '\u200e',
  rtlmark: '\u200f',
}

/** WHATWG names by the number of a code page. Those of DOS are not among what the platform decodes. */
export const codePages: Readonly<Record<number, string>> = {
  ...{ 866: 'ibm866', 874: 'windows-874', 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5', 1361: 'euc-kr' },
  ...{ 1250: 'windows-1250', 1251: 'windows-1251', 1252: 'windows-1252', 1253: 'windows-1253', 1254: 'windows-1254' },
  ...{ 1255: 'windows-1255', 1256: 'windows-1256', 1257: 'windows-1257', 1258: 'windows-1258' },
  ...{ 10000: 'macintosh', 10007: 'x-mac-cyrillic', 65001: 'utf-8' },
}

/** Code pages by the number of a font's character set; the others have that of the file. */
export const charsets: Readonly<Record<number, number>> = {
  ...{ 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256 },
  ...{ 186: 1257, 204: 1251, 222: 874, 238: 1250 },
}
