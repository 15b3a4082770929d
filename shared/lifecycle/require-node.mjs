// Plain JavaScript that any Node.js can read: it must run where TypeScript cannot.
import process from "node:process";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `rowbench needs Node.js 22.18 or later, this is ${process.version} (${process.execPath}): ` +
      "start it through npm (`npm run …`, `npm start -w …`, `npx turbo …`), which uses the Node.js " +
      "that `npm ci` installed, or install a newer one.\n",
  );
  process.exit(1);
}
