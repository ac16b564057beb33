import {
  Briefcase,
  Compass,
  Drama,
  Feather,
  FlaskConical,
  GraduationCap,
  Heart,
  Languages,
  type LucideIcon,
  Scale,
  SquareTerminal,
} from 'lucide-react'
import type { PersonaIcon as Name } from '../../src-shared/rows/persona.ts'

const icons = {
  drama: Drama,
  feather: Feather,
  languages: Languages,
  graduation: GraduationCap,
  compass: Compass,
  terminal: SquareTerminal,
  scale: Scale,
  heart: Heart,
  briefcase: Briefcase,
  flask: FlaskConical,
} satisfies Record<Name, LucideIcon>

export interface PersonaIconProps {
  readonly name: Name
  readonly className?: string
}

export function PersonaIcon({ name, className }: PersonaIconProps) {
  const Icon = icons[name]
  return <Icon {...(className === undefined ? {} : { className })} />
}
