import { createServer, type RequestListener } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { listening } from "../support/listening.ts";
import { request } from "../support/sample-request.ts";

let answers: RequestListener[] = [];
let asked = 0;
let work: S3WorkArea;
beforeAll(async () => {
  const server = createServer((incoming, response) => {
    asked += 1;
    incoming.resume();
    (answers.length > 1 ? answers.shift() : answers[0])?.(incoming, response);
  });
  const client = new S3Client({
    region: "us-east-1",
    endpoint: `http://${await listening(server)}`,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  work = new S3WorkArea(client, request, async () => undefined);
});
beforeEach(() => {
  asked = 0;
});

const whole: RequestListener = (_incoming, response) => response.writeHead(200).end('{"items":[1,2]}');
const brokenOff: RequestListener = (_incoming, response) => {
  response.writeHead(200, { "content-length": 15 });
  response.write('{"items":', () => response.destroy());
};
const says =
  (status: number, body: string): RequestListener =>
  (_incoming, response) =>
    response.writeHead(status).end(body);

test("a body that breaks off is read again", async () => {
  answers = [brokenOff, brokenOff, whole];
  expect(await work.get("work/run/items.json")).toEqual({ items: [1, 2] });
  expect(asked).toBe(3);
});

test("one that breaks off each time fails after five", async () => {
  answers = [brokenOff];
  await expect(work.get("work/run/items.json")).rejects.toThrow("aborted");
  expect(asked).toBe(5);
});

test("what is not there is undefined, what may not be read and what is no JSON fails at once", async () => {
  answers = [says(404, "<Error><Code>NoSuchKey</Code></Error>")];
  expect(await work.get("work/a.json")).toBeUndefined();
  answers = [says(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>")];
  await expect(work.get("work/a.json")).rejects.toMatchObject({ name: "AccessDenied" });
  answers = [says(200, "{")];
  await expect(work.get("work/a.json")).rejects.toThrow("work/a.json of the work area is not JSON (1 bytes)");
  answers = [(_incoming, response) => response.writeHead(200, { "content-length": 2 }).end("{}")];
  await expect(work.get("work/a.json", 1)).rejects.toThrow("work/a.json of the work area has 2 bytes");
  expect(asked).toBe(4);
});

test("what is there already is not written again, whether it was there before or is written at this moment", async () => {
  let condition: unknown;
  answers = [
    (incoming, response) => {
      condition = incoming.headers["if-none-match"];
      response.writeHead(200).end();
    },
  ];
  expect(await work.create("work/a.json", {})).toBe(true);
  expect(condition).toBe("*");
  answers = [says(412, "<Error><Code>PreconditionFailed</Code></Error>")];
  expect(await work.create("work/a.json", {})).toBe(false);
  answers = [says(409, "<Error><Code>ConditionalRequestConflict</Code></Error>")];
  expect(await work.create("work/a.json", {})).toBe(false);
  answers = [says(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>")];
  await expect(work.create("work/a.json", {})).rejects.toMatchObject({ name: "AccessDenied" });
});
