import { ownTarget, readBuildFacts } from './scripts/packaging/build-facts.ts'
import { builderConfig } from './scripts/packaging/builder-config.ts'

export default builderConfig(readBuildFacts(ownTarget()))
