import { isIP, isIPv6 } from 'node:net'

/**
 * Who is counted as one client: an IPv4 address, or a network of IPv6 (/64), because whoever has one address of it has all of them
 * and could take another for each request. A port that a balancer adds is left out, and what is no address is all one client.
 */
export function clientAddress({ ip }: { readonly ip: string }): string {
  const [, bracketed, dotted] = /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(ip) ?? []
  const address = bracketed ?? dotted ?? ip
  const [, embedded] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (embedded !== undefined) return embedded
  if (!isIPv6(address)) return isIP(address) === 0 ? 'unknown' : address
  const [head = [], tail = []] = address
    .replace(/%.*/, '')
    .split('::')
    .map((part) => part.split(':').filter(Boolean))
  const left = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  const groups = [...head, ...left, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${groups.join(':')}::/64`
}
