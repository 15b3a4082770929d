import type { Environment } from "@rowbench/shared/processes";

/** What git sets for its hooks: from within one, the user's own index would be written to. */
const repositoryVariables = [
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
];

/** With `production` npm would leave out what the present tree was installed with. */
const installVariables = ["NODE_ENV"];

/** The caller's environment for git and npm, without what would make them look elsewhere. */
export function childEnvironment(environment: Environment): Environment {
  const dropped = new Set([...repositoryVariables, ...installVariables]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !dropped.has(name)));
}
