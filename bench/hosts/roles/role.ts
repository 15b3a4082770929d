import type { CallName, Calls, News, NewsName } from "../protocol.ts";

/** What a role answers to calls, each by its name. */
export type Answers = {
  readonly [Name in CallName]?: (params: Calls[Name][0]) => Promise<Calls[Name][1]>;
};

/** What a role does about news. */
export type Hears = { readonly [Name in NewsName]?: (value: News[Name]) => void };

/** Tells the conductor. */
export type Tell = <Name extends NewsName>(name: Name, value: News[Name]) => void;

/** One part of an experiment, on its host. */
export interface Role {
  readonly answers: Answers;
  readonly hears: Hears;
  /** Processes that it has beside this one. */
  readonly pids: readonly number[];
  /** Ends all that it started. */
  close(): Promise<void>;
}
