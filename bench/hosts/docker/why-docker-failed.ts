/** What a person can do about what the `docker` command says. */
const causes: readonly (readonly [sign: RegExp, cause: string])[] = [
  [/ENOENT/, "there is no `docker` command on this machine's PATH: install Docker's command line"],
  [
    /context ".*" does not exist|context not found/,
    "there is no such context: `docker context ls` shows those of yours",
  ],
  [
    /permission denied while trying to connect|dial unix .* permission denied/,
    "no permission to use the engine's socket: join its group (`docker`), or use an engine of yours",
  ],
  [
    /Permission denied \(|Host key verification failed|Too many authentication failures/,
    "ssh is refused: it must get in with a key, and without a question",
  ],
  [/Cannot connect to the Docker daemon/, "no Docker engine answers there: is it running?"],
  [/error during connect|dial tcp|i\/o timeout/, "the engine cannot be reached"],
];

const toldLength = 300;

/** The cause in a person's words, if it is a known one, and Docker's own after it. */
export function whyDockerFailed(said: string): string {
  const told = lastWords(said);
  const cause = causes.find(([sign]) => sign.test(said))?.[1];
  return cause === undefined ? told : `${cause} (${told})`;
}

/** What is left of a long message is its end: ssh's own reason stands there. */
function lastWords(said: string): string {
  return said.length <= toldLength ? said : `…${said.slice(-toldLength)}`;
}
