declare const unit: unique symbol;
type Branded<Name extends string> = number & { readonly [unit]: Name };

/** A duration in milliseconds. */
export type Milliseconds = Branded<"ms">;
/** A duration in whole microseconds. */
export type Microseconds = Branded<"us">;
/** Requests per second: a rate when offered, a throughput when answered. */
export type RequestsPerSecond = Branded<"req/s">;
/** A size in bytes. */
export type Bytes = Branded<"bytes">;

export const milliseconds = (value: number): Milliseconds => value as Milliseconds;
export const microseconds = (value: number): Microseconds => value as Microseconds;
export const requestsPerSecond = (value: number): RequestsPerSecond => value as RequestsPerSecond;
export const bytes = (value: number): Bytes => value as Bytes;
