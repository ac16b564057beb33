import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'

/** Files of a job that are neither read nor failed. */
export const filesLeft = ({ total, done, failed }: Pick<ImportJobRow, 'total' | 'done' | 'failed'>): number =>
  Math.max(0, total - done - failed)

export const isOver = ({ status }: Pick<DocumentRow, 'status'>): boolean => status === 'ready' || status === 'failed'

export const filesWait = (count: number): string => (count === 1 ? '1 file waits' : `${count} files wait`)
