import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { failureText } from "../../modules/core/error-text.ts";
import { collect } from "../../modules/recovery/bytes.ts";
import { clientOf } from "../../modules/store/client-of.ts";
import { LimitedHandler } from "../../modules/store/limited-handler.ts";
import { listening } from "../support/listening.ts";

const servers = { silent: "", slow: "" };
let answer: RequestListener = () => undefined;
beforeAll(async () => {
  servers.silent = await listening(createServer((socket) => socket.resume()));
  servers.slow = await listening(createHttp((request, response) => answer(request, response)));
});

const LIMITS = { connect: 1000, idle: 150, total: 400 };

function client(at: string, limits = LIMITS) {
  return clientOf({
    region: "eu-west-1",
    maxAttempts: 1,
    endpoint: `http://${at}`,
    forcePathStyle: true,
    requestHandler: new LimitedHandler(limits),
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
}

const failure = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "no failure",
    (error: unknown) => failureText(error),
  );

/** A byte every 40 ms, `times` times. */
const dripping =
  (times: number, length?: number): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(200, length === undefined ? {} : { "content-length": length });
    let left = times;
    const timer = setInterval(() => {
      response.write("x");
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      if (length === undefined) response.end();
    }, 40);
    response.on("close", () => clearInterval(timer));
  };

const get = new GetObjectCommand({ Bucket: "b", Key: "k" });
const read = async (at: string, limits = LIMITS): Promise<Uint8Array> => {
  const { Body } = await client(at, limits)(S3Client).send(get);
  return collect(Body as Readable, 1_000_000);
};

test("an endpoint that takes the call and never answers is given up", async () => {
  expect(await failure(client(servers.silent)(LambdaClient).send(new ListFunctionsCommand()))).toBe(
    "lambda:ListFunctions in eu-west-1: TimeoutError: not a byte for 0.15 s",
  );
});

test("so is one that answers byte by byte without end", async () => {
  answer = dripping(1000);
  expect(await failure(client(servers.slow)(LambdaClient).send(new ListFunctionsCommand()))).toBe(
    "lambda:ListFunctions in eu-west-1: TimeoutError: not answered within 0.4 s",
  );
  answer = dripping(1000, 1_000_000);
  expect(await failure(read(servers.slow))).toBe(
    "s3:GetObject of s3://b/k in eu-west-1: TimeoutError: not answered within 0.4 s",
  );
});

test("a body that stops is given up, and its error says whose it was", async () => {
  answer = dripping(3, 100_000_000);
  expect(await failure(read(servers.slow))).toBe(
    "s3:GetObject of s3://b/k in eu-west-1: TimeoutError: not a byte for 0.15 s",
  );
});

test("a large body may take as long as bytes come", async () => {
  answer = (request, response) => {
    request.resume();
    response.writeHead(200, { "content-length": 9_000_000 });
    let left = 9;
    const timer = setInterval(() => {
      response.write(Buffer.alloc(1_000_000));
      left -= 1;
      if (left === 0) clearInterval(timer);
    }, 40);
  };
  const { Body } = await client(servers.slow, { ...LIMITS, total: 100 })(S3Client).send(get);
  expect((await collect(Body as Readable, 9_000_000)).length).toBe(9_000_000);
});

test("an upload may take as long as bytes go, and is given up when none is taken", async () => {
  answer = (request, response) => {
    request.resume().on("end", () => response.writeHead(200).end());
  };
  const drip = async function* () {
    for (let n = 0; n < 12; n++) {
      await new Promise((later) => setTimeout(later, 40));
      yield Buffer.from("x");
    }
  };
  const put = (body: Readable, ContentLength: number) =>
    new PutObjectCommand({ Bucket: "b", Key: "k", Body: body, ContentLength });
  expect(await failure(client(servers.slow)(S3Client).send(put(Readable.from(drip()), 12)))).toBe(
    "no failure",
  );
  answer = () => undefined;
  const large = Readable.from([Buffer.alloc(50_000_000)]);
  expect(await failure(client(servers.slow)(S3Client).send(put(large, 50_000_000)))).toBe(
    "s3:PutObject of s3://b/k in eu-west-1: TimeoutError: not a byte for 0.15 s",
  );
});

test("an address that nobody is at is given up", async () => {
  // 192.0.2.0/24 is kept for documentation: nobody is there.
  const limits = { ...LIMITS, connect: 100 };
  expect(await failure(client("192.0.2.1", limits)(LambdaClient).send(new ListFunctionsCommand()))).toMatch(
    /^lambda:ListFunctions in eu-west-1: (TimeoutError: no connection within 0\.1 s|.*(ENETUNREACH|EHOSTUNREACH|ECONNREFUSED))/,
  );
});
