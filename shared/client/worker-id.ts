import { createClient } from "./http-client.ts";

const answerTimeLimitMs = 5000;

/** The id of the worker that answers `GET /health`: a launcher proves by it whose answers come. */
export async function askWorkerId(origin: string): Promise<string> {
  const client = createClient(origin, answerTimeLimitMs);
  try {
    const { body } = await client.send("GET", "/health");
    return String(JSON.parse(body).worker);
  } finally {
    client.close();
  }
}
