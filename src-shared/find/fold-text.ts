/** Lower case, without accents, every blank a space: what is found whatever way it is written. */
export const foldText = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s/gu, ' ')
