/** Error data comes from another process: whatever is missing or of another shape reads as nothing. */
export function field(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null && name in data
    ? Object.entries(data).find(([key]) => key === name)?.[1]
    : undefined
}

export const text = (data: unknown, name: string): string => {
  const value = field(data, name)
  return typeof value === 'string' ? value : ''
}
