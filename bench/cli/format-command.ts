/** What a shell takes as it stands. */
const plain = /^[\w@%+=:,./-]+$/;

/** The command that these arguments came from, to be typed again in the repository. */
export function formatCommand(args: readonly string[]): string {
  return ["npm run rowbench --", ...args.map(quote)].join(" ");
}

function quote(argument: string): string {
  return plain.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
