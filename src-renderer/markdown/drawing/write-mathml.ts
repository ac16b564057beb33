import katex from 'katex'

/** TeX as MathML, which the browser draws itself: no fonts, no inline styles. Throws what KaTeX throws for wrong TeX. */
export const writeMathml = (tex: string, isBlock: boolean): string =>
  katex.renderToString(tex, {
    output: 'mathml',
    displayMode: isBlock,
    throwOnError: true,
    trust: false,
    strict: 'ignore',
    maxExpand: 200,
    maxSize: 20,
  })
