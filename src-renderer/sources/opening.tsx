import { useWords } from '../language/use-words.ts'

/** Stands where the pages will, for as long as the file is being opened. */
export function Opening() {
  const t = useWords('sources')
  return (
    <>
      <p className="viewer-page opening" role="status">
        {t('opening')}
      </p>
      <div className="pager" />
    </>
  )
}
