/** Sees to it that all pods of a run have the same image. */
export interface ImageWatch {
  /** Throws where another pod of the run was noted with another image. */
  note(run: string, host: string, imageId: string): void;
}

/**
 * What a tag means, each node decides by what it has pulled, and nobody knows before a pod runs
 * there. So the comparison comes with the starts.
 */
export function createImageWatch(): ImageWatch {
  const firsts = new Map<string, { readonly host: string; readonly imageId: string }>();
  return {
    note(run, host, imageId) {
      const first = firsts.get(run);
      if (first === undefined) firsts.set(run, { host, imageId });
      else if (digestOf(first.imageId) !== digestOf(imageId))
        throw new Error(`its image is \`${imageId}\`, but ${first.host} has \`${first.imageId}\``);
    },
  };
}

/** Without the names under which a node knows it. */
function digestOf(imageId: string): string {
  return /sha256:[0-9a-f]{64}/.exec(imageId)?.[0] ?? imageId;
}
