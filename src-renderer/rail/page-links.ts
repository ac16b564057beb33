import { Cpu, Gauge, Library, Settings } from 'lucide-react'

/** The pages at the foot of the rail; each has its name in `rail.json`. */
export const pageLinks = [
  { page: 'knowledge', Icon: Library },
  { page: 'models', Icon: Cpu },
  { page: 'usage', Icon: Gauge },
  { page: 'settings', Icon: Settings },
] as const
