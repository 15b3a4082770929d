/** Where an instance that serves other machines, too, listens and whom it lets in. */
export interface Exposure {
  readonly address: string;
  /** Path of its `pg_hba.conf`. */
  readonly accessFile: string;
}

/** The settings of the embedded instance, as arguments of `postgres`. */
export function settingsFor(port: number, exposure?: Exposure): readonly string[] {
  const exposed = exposure && {
    listen_addresses: `127.0.0.1,${exposure.address}`,
    hba_file: exposure.accessFile,
  };
  return Object.entries({ ...settings, ...exposed, port }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
}

/** Room for every model's connections, whatever the machine's number of cores. */
export const embeddedConnections = 300;

const settings = {
  // Nobody but this machine unless it is exposed, and no socket file: its path may be longer than the system allows.
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  // The rows are a function of their ids: what a power cut destroys is made anew.
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
  // A million rows and their index fit.
  shared_buffers: "256MB",
  max_connections: embeddedConnections,
  // Counts the statements that were really run; planning is not asked for and would cost.
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track_planning": "off",
  // Nothing may work in the background while a measurement runs.
  autovacuum: "off",
  checkpoint_timeout: "1h",
  // Seeding asks for no checkpoint half-way.
  max_wal_size: "4GB",
  // Nobody subscribes to this database.
  max_logical_replication_workers: 0,
  // Compiling a look-up by primary key takes longer than the look-up.
  jit: "off",
  // The table is in memory: the three reader processes of PostgreSQL 18 have nothing to do.
  io_method: "sync",
  // The program reads this log to see when the instance is ready.
  lc_messages: "C",
  log_min_messages: "log",
  log_checkpoints: "off",
  log_min_error_statement: "panic",
};
