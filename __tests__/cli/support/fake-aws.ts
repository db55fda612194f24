import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { bucketName } from "../../../modules/aws/names.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { LoopbackServer } from "./loopback-server.ts";
import { stubAws } from "./stub-aws.ts";

/** What a region does instead of answering. */
export type Trouble = "lost" | "denied";

const ACCOUNT = "123456789012";

/** The stores of an account for commands that read points, roles that anybody may assume, and runs that end at once. */
export class FakeAws extends LoopbackServer {
  readonly stores = new Map<string, MemoryStore>();
  readonly trouble = new Map<string, Trouble>();
  /** What S3 answers in place of an object, by its key: a status, a code and a text. */
  readonly refused = new Map<string, readonly [status: number, code: string, text: string]>();
  /** What Step Functions says of every execution. */
  execution: object = {};
  calls = 0;
  /** ARNs of roles that were taken. */
  readonly assumed: string[] = [];

  protected answer(request: IncomingMessage, response: ServerResponse): unknown {
    this.calls += 1;
    if (request.url === "/") void this.#hear(request);
    else request.resume();
    const target = request.headers["x-amz-target"];
    if (target !== undefined) return send(response, 200, JSON.stringify(this.execution));
    return this.#answer(new URL(request.url ?? "/", "http://fake"), response);
  }

  async #hear(request: IncomingMessage): Promise<void> {
    const asked = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    const role = asked.get("RoleArn");
    if (role !== null) this.assumed.push(role);
  }

  store(region: string): MemoryStore {
    const store = this.stores.get(region) ?? new MemoryStore();
    this.stores.set(region, store);
    return store;
  }

  async #answer({ pathname, searchParams }: URL, response: ServerResponse): Promise<void> {
    const [, bucket = "", ...path] = decodeURIComponent(pathname).split("/");
    if (bucket === "") return send(response, 200, ASSUMED);
    const region = bucket.replace(bucketName(ACCOUNT, ""), "");
    const trouble = this.trouble.get(region);
    if (trouble === "lost") return void response.destroy();
    if (trouble === "denied") return send(response, 403, "<Error><Code>AccessDenied</Code></Error>");
    const store = this.store(region);
    if (searchParams.has("versions")) {
      const found = [...store.objects.keys()].filter((key) =>
        key.startsWith(searchParams.get("prefix") ?? ""),
      );
      const versions = found.sort().map((key) => {
        const { bytes, version } = store.objects.get(key) ?? {};
        return `<Version><Key>${key}</Key><VersionId>${version ?? "null"}</VersionId><IsLatest>true</IsLatest><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>${bytes?.length}</Size></Version>`;
      });
      return send(response, 200, `<ListVersionsResult>${versions.join("")}</ListVersionsResult>`);
    }
    const [status, code, text] = this.refused.get(path.join("/")) ?? [];
    if (status !== undefined)
      return send(response, status, `<Error><Code>${code}</Code><Message>${text}</Message></Error>`);
    const object = store.objects.get(path.join("/"));
    if (object === undefined) return send(response, 404, "<Error><Code>NoSuchKey</Code></Error>");
    const { bytes, sha256, lockedUntil, version } = object;
    response.setHeader("content-length", bytes.length);
    response.setHeader("x-amz-version-id", version ?? "null");
    response.setHeader("x-amz-checksum-sha256", Buffer.from(sha256, "hex").toString("base64"));
    if (lockedUntil !== undefined) {
      response.setHeader("x-amz-object-lock-mode", "GOVERNANCE");
      response.setHeader("x-amz-object-lock-retain-until-date", lockedUntil);
    }
    send(response, 200, bytes);
  }
}

/** One for a whole file of tests, empty and well before each; this process's SDK talks to it. */
export function useFakeAws(): FakeAws {
  const fake = new FakeAws();
  beforeAll(async () => {
    stubAws(await fake.start());
  });
  beforeEach(() => {
    fake.stores.clear();
    fake.trouble.clear();
    fake.refused.clear();
    fake.assumed.length = 0;
    fake.calls = 0;
  });
  afterAll(() => {
    fake.stop();
    vi.unstubAllEnvs();
  });
  return fake;
}

function send(response: ServerResponse, status: number, body: string | Uint8Array): void {
  response.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
}

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>standby</AccessKeyId><SecretAccessKey>none</SecretAccessKey><SessionToken>none</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
