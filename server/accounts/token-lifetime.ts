/** No access token lives longer, however it is configured. */
export const longestTokenMinutes = 60
export const longestTokenMs = longestTokenMinutes * 60_000
