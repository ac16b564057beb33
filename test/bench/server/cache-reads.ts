/** Reads of the server's caches since its start, by what it says of itself. */
export async function readCacheReads(url: string): Promise<{ readonly all: number; readonly hits: number }> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const lines = [...text.matchAll(/^cache_reads_total\{([^}]*)\} (\d+)/gm)]
  const count = (labels: RegExp) =>
    lines.filter(([, label = '']) => labels.test(label)).reduce((sum, [, , value]) => sum + Number(value), 0)
  return { all: count(/./), hits: count(/outcome="hit"/) }
}
