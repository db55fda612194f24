import type { CapturePorts } from "../../modules/protectors/lambda/ports.ts";
import { Wire } from "./fake-aws/wire.ts";
import { FakeBuckets } from "./fake-buckets.ts";
import type { LambdaOptions } from "./fake-lambda/base.ts";
import { FakeLambda } from "./fake-lambda/lambda.ts";
import { MemorySpool } from "./memory-spool.ts";
import { ACCOUNT } from "./seed-function.ts";

/** One account and region in memory, whose calls are counted together. */
export class FakeRegion {
  readonly wire = new Wire();
  readonly lambda: FakeLambda;
  readonly buckets: FakeBuckets;

  constructor({ account = ACCOUNT, region = "us-east-1", ...options }: Omit<LambdaOptions, "wire"> = {}) {
    this.lambda = new FakeLambda({ account, region, wire: this.wire, ...options });
    this.buckets = new FakeBuckets({ account, region, wire: this.wire });
  }

  /** What a page of each list holds. */
  set page(items: number) {
    this.lambda.page = items;
    this.buckets.page = items;
  }

  /** What a capture asks here; no bytes are known yet. */
  ports(): CapturePorts & { readonly spool: MemorySpool } {
    return {
      account: this.lambda.account,
      region: this.lambda.region,
      lambda: this.lambda.client,
      s3: this.buckets.client,
      download: (address) => this.lambda.download(address),
      spool: new MemorySpool(),
      known: async () => undefined,
      pause: async () => undefined,
    };
  }
}
