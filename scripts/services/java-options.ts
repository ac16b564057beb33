const exported = [
  ...['java.base/jdk.internal.misc', 'java.base/jdk.internal.ref', 'java.base/sun.nio.ch'],
  ...['java.management.rmi/com.sun.jmx.remote.internal.rmi', 'java.rmi/sun.rmi.registry', 'java.rmi/sun.rmi.server'],
  ...['java.rmi/sun.rmi.transport', 'java.rmi/sun.rmi.transport.tcp', 'java.sql/java.sql', 'jdk.unsupported/sun.misc'],
]

const opened = [
  ...['java.io', 'java.lang', 'java.lang.module', 'java.lang.reflect', 'java.net', 'java.nio', 'java.util'],
  ...['java.util.concurrent', 'java.util.concurrent.atomic', 'jdk.internal.loader', 'jdk.internal.math'],
  ...['jdk.internal.module', 'jdk.internal.ref', 'jdk.internal.reflect', 'jdk.internal.util.jar', 'sun.nio.ch'],
].map((name) => `java.base/${name}`)

/** What Cassandra 5 needs of Java 17 to run as one small node: half a gigabyte, and no waiting for others. */
export const javaOptions: readonly string[] = [
  ...['-Xms512m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djdk.attach.allowAttachSelf=true'],
  ...['-Dcassandra-foreground=yes', '-Dcassandra.superuser_setup_delay_ms=0', '-Dcassandra.ring_delay_ms=100'],
  ...['-Dcassandra.skip_wait_for_gossip_to_settle=0', '-Dcassandra.initial_token=0'],
  ...['--add-exports', 'jdk.naming.dns/com.sun.jndi.dns=java.naming'],
  ...exported.flatMap((name) => ['--add-exports', `${name}=ALL-UNNAMED`]),
  ...[...opened, 'jdk.management/com.sun.management.internal'].flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`]),
]
