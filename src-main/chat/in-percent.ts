/** The library tells every tensor; a bar has a hundred steps. */
export function inPercent(tell: (progress: number) => void): (progress: number) => void {
  let last = -1
  return (progress) => {
    const percent = Math.floor(progress * 100)
    if (percent === last) return
    last = percent
    tell(percent / 100)
  }
}
