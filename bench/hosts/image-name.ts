import bench from "../package.json" with { type: "json" };

/** The name that `npm run image` gives an image, and that hosts are asked for unless a person names another. */
export const usualImage = `rowbench:${bench.version}`;
