/** A PostgreSQL that runs and holds the table `world`. */
export interface Database {
  /** For clients, with the password: never print it. */
  readonly url: string;
  /** Host and port, such as `127.0.0.1:43211`. */
  readonly address: string;
  readonly source: "embedded" | "external";
  /** Such as `18.4`. */
  readonly version: string;
  /** Rows in `world`; their ids are 1 to this number. */
  readonly rows: number;
  /** Of the values that `world` held when it was opened: see `expectedRandomNumber`. */
  readonly salt: number;
  /** The process to account for CPU time; of the embedded instance only. */
  readonly postmasterPid?: number;
  /** Gives up this program's claim; the embedded instance stops with the last one. */
  close(): Promise<void>;
}

/** What `openDatabase` may be told. */
export interface DatabaseOptions {
  /** A server of the person's own; the embedded PostgreSQL when not given. */
  readonly databaseUrl?: string | undefined;
  /** Rows to have in `world`; whatever is there when not given, 10,000 when nothing is. */
  readonly rows?: number | undefined;
  /** Told in a few words what takes its time. */
  readonly onProgress?: (message: string) => void;
  /** Folder whose `.rowbench` holds the embedded instance: the repository, except in tests. */
  readonly root?: string;
}
