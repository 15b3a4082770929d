// For tests: a thread that sends one request on each of many connections, some at a time. In the
// test's own thread each connection costs twice as much, because node:test follows every one.
import { connect } from "node:net";
import { workerData } from "node:worker_threads";

const request = "GET /json HTTP/1.1\r\nHost: test\r\n\r\n";

const { port, count, atOnce } = workerData;
let left: number = count;

await Promise.all(Array.from({ length: atOnce }, askInTurn));

async function askInTurn(): Promise<void> {
  while (left > 0) {
    left -= 1;
    await askOnce();
  }
}

/** Rejects where the request is not answered, which ends the thread with an error. */
function askOnce(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.once("data", (data) => {
      socket.destroy();
      if (data.toString("latin1").startsWith("HTTP/1.1 200")) resolve();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("a request was not answered")));
  });
}
