import { Cpu, Gauge, Library, Settings } from 'lucide-react'

/** The pages at the foot of the rail; each has its name in `rail.json`. */
export const pageLinks = [
  { page: 'knowledge', command: 'openKnowledge', Icon: Library },
  { page: 'models', command: 'openModels', Icon: Cpu },
  { page: 'usage', command: 'openUsage', Icon: Gauge },
  { page: 'settings', command: 'openSettings', Icon: Settings },
] as const
