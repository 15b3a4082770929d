/** Where the code of a series is. */
export interface ServerCode {
  /** Path of `src/server.ts`. */
  readonly entry: string;
  /** The program that starts it; that of this tree when absent. */
  readonly serveProgram?: string;
  /** It answers `/db` and `/health`, and nothing else of the contract. */
  readonly hasLookUpsAlone?: boolean;
}
