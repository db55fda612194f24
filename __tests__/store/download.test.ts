import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { collect } from "../../modules/recovery/bytes.ts";
import { download } from "../../modules/store/download.ts";

let server: Server | undefined;
afterEach(() => server?.close());

function serve(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  return new Promise((resolve) =>
    made.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}/x?X-Amz-Signature=canary`),
    ),
  );
}

const failure = async (address: string): Promise<string> => {
  const error = await collect(download(address), 100).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  const { message, stack, cause } = error as Error;
  expect(cause).toBeUndefined();
  expect(stack).not.toContain("canary");
  return message;
};

test("the bytes of an address come as they are", async () => {
  const address = await serve((_request, response) => response.end("PK"));
  expect(Buffer.from(await collect(download(address), 2)).toString()).toBe("PK");
});

test("an address that has expired, a server that is not there and an answer that breaks off name no address", async () => {
  const refused = await serve((_request, response) => response.writeHead(403).end("no"));
  expect(await failure(refused)).toBe("HTTP status 403");
  await new Promise((closed) => server?.close(closed));
  expect(await failure(refused)).toBe("no answer (ECONNREFUSED)");
  const broken = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "10" });
    response.write("PK", () => response.destroy());
  });
  expect(await failure(broken)).toMatch(/^the answer broke off \(\w+\)$/);
  expect(await failure("no address?canary")).toBe("no answer (ERR_INVALID_URL)");
});
