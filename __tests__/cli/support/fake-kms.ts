import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { LoopbackServer } from "./loopback-server.ts";
import { stubAws } from "./stub-aws.ts";

/** What a region does instead of answering. */
type Trouble = "lost" | "denied";

interface HeldKey {
  readonly arn: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly spec?: string;
  /** By whose alias it is found. Default: the first. */
  readonly generation?: number;
}

/** KMS as far as a key is asked by its alias, and SSM as far as parameters are listed; a region without a key answers as AWS does before it is deployed. */
export class FakeKms extends LoopbackServer {
  /** Of each region, what the alias of its signing key leads to. */
  readonly keys = new Map<string, HeldKey>();
  /** Of each region, values of parameters by name, as they were deployed. */
  readonly parameters = new Map<string, Readonly<Record<string, string>>>();
  readonly trouble = new Map<string, Trouble>();
  /** Each question: the call, and what it was asked about. */
  readonly asked: string[] = [];

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, region = ""] =
      /\/([a-z0-9-]+)\/(?:kms|ssm)\/aws4_request/.exec(request.headers.authorization ?? "") ?? [];
    const call = String(request.headers["x-amz-target"]).replace(/^(TrentService|AmazonSSM)\./, "");
    const { KeyId, Path } = (await json(request)) as { KeyId: string; Path?: string };
    this.asked.push(`${call} ${Path ?? KeyId}`);
    const trouble = this.trouble.get(region);
    if (trouble === "lost") return void response.destroy();
    const refuse = (name: string, message: string) =>
      response.writeHead(400).end(JSON.stringify({ __type: name, message }));
    if (trouble === "denied")
      return void refuse("AccessDeniedException", `User: me is not authorized to perform: kms:${call}`);
    const say = (answer: object): unknown =>
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
    if (Path !== undefined) {
      const all = Object.entries(this.parameters.get(region) ?? {});
      return void say({ Parameters: all.map(([Name, Value]) => ({ Name, Value })) });
    }
    const key = this.keys.get(region);
    const other = KeyId.includes(":alias/") && generationOf(KeyId) !== (key?.generation ?? 1);
    if (key === undefined || other) return void refuse("NotFoundException", `Alias ${KeyId} is not found.`);
    const { arn, publicKey, from, spec = "ECC_NIST_P256" } = key;
    const answer =
      call === "DescribeKey"
        ? { KeyMetadata: { KeyId: arn, Arn: arn, KeySpec: spec, CreationDate: Date.parse(from) / 1000 } }
        : { KeyId: arn, PublicKey: publicKey, KeySpec: spec, KeyUsage: "SIGN_VERIFY" };
    say(answer);
  }

  reset(): void {
    this.keys.clear();
    this.parameters.clear();
    this.trouble.clear();
    this.asked.length = 0;
  }
}

function generationOf(alias: string): number {
  return Number(/-signing-(\d+)$/.exec(alias)?.[1] ?? 1);
}

/** One for a whole file of tests, without a key before each; this process's SDK talks to it. */
export function useFakeKms(): FakeKms {
  const fake = new FakeKms();
  beforeAll(async () => {
    stubAws(await fake.start());
  });
  beforeEach(() => fake.reset());
  afterAll(() => {
    fake.stop();
    vi.unstubAllEnvs();
  });
  return fake;
}
