/** Rests until it is asked to go on. */
export type Rest = () => Promise<void>;

/** What a step of some work led to. */
export type Step<Result> =
  | { readonly isOver: false }
  | { readonly isOver: true; readonly result: Result };

/**
 * Makes steps of work that rests now and then: each call goes on until the work rests again or ends,
 * and rejects as the work does. Work that nobody goes on with may end as it likes.
 */
export function stepwise<Result>(
  work: (rest: Rest) => Promise<Result>,
): () => Promise<Step<Result>> {
  let running: Promise<Step<Result>> | undefined;
  let resting = Promise.withResolvers<Step<Result>>();
  let goOn = Promise.withResolvers<void>();
  const rest = () => {
    goOn = Promise.withResolvers();
    resting.resolve({ isOver: false });
    return goOn.promise;
  };
  return () => {
    resting = Promise.withResolvers();
    if (running === undefined) {
      running = work(rest).then((result) => ({ isOver: true, result }));
      running.catch(() => {});
    } else {
      goOn.resolve();
    }
    return Promise.race([running, resting.promise]);
  };
}
