import type { CaptureItem } from "../../modules/contract/events.ts";
import { captureFunction } from "../../modules/protectors/lambda/capture.ts";
import type { FunctionDocument, FunctionSecrets } from "../../modules/protectors/lambda/document.ts";
import { applyRestore } from "../../modules/protectors/lambda/restore/apply.ts";
import type { RestoreDeps } from "../../modules/protectors/lambda/restore/deps.ts";
import {
  planRestore,
  type RestorePlan,
  type RestoreRequest,
} from "../../modules/protectors/lambda/restore/plan.ts";
import type { RestoreResult } from "../../modules/protectors/lambda/restore/result.ts";
import { translate } from "../../modules/protectors/lambda/translate.ts";
import type { IdMap } from "../../modules/protectors/protector.ts";
import { FakeRegion } from "./fake-region.ts";
import { OPTIONS } from "./sample-request.ts";

export const TARGET = { account: "111122223333", partition: "aws", region: "eu-west-1" };
export const POINT = "111122223333/us-east-1/points/lambda/orders/20260101T000000Z-0badcafe.json";

/** Any function with secrets and bytes: what a test restores. */
export interface Kept {
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** A region in memory to restore into, with what a restore and a capture ask of it. */
export class Destination extends FakeRegion {
  readonly slept: number[] = [];
  readonly #bytes: ReadonlyMap<string, Uint8Array>;
  readonly #target: typeof TARGET;

  constructor(bytes: ReadonlyMap<string, Uint8Array>, target = TARGET) {
    super({
      account: target.account,
      region: target.region,
      objects: new Map([...bytes].map(([hash, content]) => [`store/${hash}`, content])),
    });
    this.#bytes = bytes;
    this.#target = target;
    // Buckets are there before: a restore makes none.
    for (const bucket of ["orders-in", "orders-in-eu"]) this.buckets.add(bucket);
  }

  get deps(): RestoreDeps {
    return {
      account: this.#target.account,
      region: this.#target.region,
      lambda: this.lambda.client,
      s3: this.buckets.client,
      sleep: async (ms) => {
        this.slept.push(ms);
      },
      role: async () => "present",
      key: async () => "present",
      locate: (hash) => ({ bucket: "store", key: hash }),
    };
  }

  request({ document, secrets }: Kept, map: IdMap, options: Partial<RestoreRequest> = {}): RestoreRequest {
    return {
      point: POINT,
      translation: translate(document, secrets, { target: this.#target, map }),
      target: this.#target,
      replace: false,
      allowPublic: true,
      ...options,
    };
  }

  plan(kept: Kept, map: IdMap, options: Partial<RestoreRequest> = {}): Promise<RestorePlan> {
    return planRestore(this.deps, this.request(kept, map, options));
  }

  async restore(kept: Kept, map: IdMap, options: Partial<RestoreRequest> = {}): Promise<RestoreResult> {
    return applyRestore(await this.plan(kept, map, options));
  }

  /** The function as a run pins it. */
  item(name: string): CaptureItem {
    return {
      kind: "lambda",
      name,
      arn: this.lambda.arn(name),
      mappings: [...this.lambda.mappings.keys()],
      buckets: [...this.buckets.documents.keys()],
    };
  }

  /** The function as the protector captures it here. */
  async capture(name: string): Promise<{ document: FunctionDocument; secrets: FunctionSecrets }> {
    const captured = await captureFunction(
      {
        ...this.deps,
        download: () => {
          throw new Error("nothing is downloaded: every blob is known");
        },
        spool: {
          write: () => {
            throw new Error("nothing is spooled: every blob is known");
          },
        },
        known: async ({ sha256, size }) => {
          const bytes = this.#bytes.get(sha256);
          if (bytes === undefined) return undefined;
          return {
            sha256,
            size,
            open: async function* () {
              yield bytes;
            },
          };
        },
        pause: this.deps.sleep,
      },
      this.item(name),
      OPTIONS,
    );
    if (captured === undefined) throw new Error(`${name} is gone`);
    return { document: captured.document, secrets: (captured.secrets ?? {}) as FunctionSecrets };
  }
}
