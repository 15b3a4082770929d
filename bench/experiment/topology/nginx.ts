import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTethered } from "@rowbench/shared/processes";
import { type Around, startAround } from "./around.ts";
import type { AroundProgram } from "./programs.ts";

const temporaryKinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] as const;

/**
 * Starts nginx on the address of the servers that it stands before, as its guide sets up a proxy that
 * keeps connections; they get requests in turn.
 */
export function startNginx(
  { path }: AroundProgram,
  upstreams: readonly [URL, ...URL[]],
): Promise<Around> {
  const [{ hostname }] = upstreams;
  return startAround({
    name: "nginx",
    host: hostname,
    start(folder, port) {
      for (const kind of temporaryKinds) mkdirSync(join(folder, kind), { recursive: true });
      const file = join(folder, "nginx.conf");
      writeFileSync(file, nginxConfiguration(folder, `${hostname}:${port}`, upstreams));
      return startTethered({ program: path, words: ["-p", folder, "-c", file, "-e", "stderr"] });
    },
  });
}

/**
 * A worker a processor, connections kept on both sides for longer than any slice lasts (by default
 * nginx closes them after 1000 requests), no log of accesses, the server's own `Server` header.
 */
function nginxConfiguration(folder: string, address: string, upstreams: readonly URL[]): string {
  return `daemon off;
worker_processes auto;
pid ${join(folder, "nginx.pid")};
error_log stderr warn;
events { worker_connections 16384; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_max_body_size 4m;
${temporaryKinds.map((kind) => `  ${kind}_temp_path ${join(folder, kind)};`).join("\n")}
  upstream server {
${upstreams.map(({ host }) => `    server ${host};`).join("\n")}
    keepalive 64;
    keepalive_requests 100000000;
  }
  server {
    listen ${address} backlog=4096;
    location / {
      proxy_pass http://server;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass_header Server;
    }
  }
}
`;
}
