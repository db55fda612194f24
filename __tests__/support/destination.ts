import type { CaptureItem } from "../../modules/contract/events.ts";
import { captureFunction } from "../../modules/protectors/lambda/capture.ts";
import type { FunctionDocument, FunctionSecrets } from "../../modules/protectors/lambda/document.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import { planFunction } from "../../modules/protectors/lambda/restore/plan.ts";
import type { FunctionRestorePorts } from "../../modules/protectors/lambda/restore/ports.ts";
import { translate } from "../../modules/protectors/lambda/translate.ts";
import type { IdMap, PlanRequest, ThingPlan } from "../../modules/protectors/protector.ts";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import {
  type ActivateAsked,
  type ActivationReport,
  activateRestored,
} from "../../modules/restore/activate.ts";
import { applyRestore } from "../../modules/restore/apply.ts";
import { type DisarmAsked, type DisarmReport, disarmRestored } from "../../modules/restore/disarm.ts";
import type { GatheredThing } from "../../modules/restore/gathered-thing.ts";
import type { RestorePlan } from "../../modules/restore/plan.ts";
import type { RestorePorts } from "../../modules/restore/ports.ts";
import type { RestoreResult } from "../../modules/restore/result.ts";
import { SIGNING, SOURCE } from "./arbitrary-function.ts";
import { FakeRegion } from "./fake-region.ts";
import { OPTIONS } from "./sample-request.ts";

export const TARGET = { account: "111122223333", partition: "aws", region: "eu-west-1" };
export const POINT = "111122223333/us-east-1/points/lambda/orders/20260101T000000Z-0badcafe.json";

/** Any function with secrets and bytes: what a test restores. */
export interface Kept {
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  /** Values of variables that a person gives. */
  readonly given?: Readonly<Record<string, string>>;
}

type Request = PlanRequest<FunctionDocument, FunctionSecrets>;

/** No package has to be copied. */
const SAME_PLACE = { region: TARGET.region, source: { region: TARGET.region } } as RestorePorts;

/** The plan of one function, and the restore that it alone makes. */
export type FunctionPlan = ThingPlan & { readonly whole: RestorePlan };

/** Does the steps of a plan as a restore does; no package has to be copied first. */
export function apply(
  plan: FunctionPlan,
  onStep?: (step: { title: string }) => void,
): Promise<RestoreResult> {
  return applyRestore(SAME_PLACE, plan.whole, { ...(onStep !== undefined && { onStep }) }).then(unlessFailed);
}

/** @throws with what failed: most tests expect that nothing does */
export function unlessFailed(result: RestoreResult): RestoreResult {
  const { failed = [] } = result;
  if (failed.length === 0) return result;
  throw new Error(failed.map(({ message, hint }) => `${message}\n  help: ${hint}`).join("\n"));
}

/** A region in memory to restore into, with what a restore and a capture ask of it. */
export class Destination extends FakeRegion {
  readonly slept: number[] = [];
  /** Milliseconds since 1970; restores lie hours apart, so that one that died keeps nobody out. */
  now = 0;
  #plans = 0;
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
    this.lambda.codeSigning.add(SIGNING.replace(SOURCE.region, target.region));
  }

  get restorePorts(): FunctionRestorePorts {
    return {
      account: this.#target.account,
      region: this.#target.region,
      lambda: this.lambda.client,
      sleep: async (ms) => {
        this.slept.push(ms);
      },
      role: async () => "present",
      self: async () => `arn:aws:sts::${this.#target.account}:assumed-role/restorer/zonekeep-restore`,
      key: async () => "present",
      networks: async () => ({ gone: [], unasked: [] }),
      object: async ({ bucket, key }, size) =>
        this.lambda.objects.get(`${bucket}/${key}`)?.length === size ? "present" : "absent",
      client: this.client,
      queue: async () => "present",
      fn: async () => "present",
      locate: async (hash) => ({ bucket: "store", key: hash }),
      open: ({ sha256 }) => bytesContent(this.#bytes.get(sha256) ?? new Uint8Array()).open(),
      now: () => this.now,
      holder: `restore-${this.#plans}`,
    };
  }

  request(
    { document, secrets, given = {} }: Kept,
    map: IdMap,
    options: Partial<Request> = {},
    name?: string,
  ): Request {
    const asked = { target: this.#target, map, given, ...(name !== undefined && { name }) };
    return {
      point: POINT,
      translation: translate(document, secrets, asked),
      target: this.#target,
      together: new Set(),
      replace: false,
      allowPublic: true,
      today: "2026-11-29",
      ...options,
    };
  }

  async plan(
    kept: Kept,
    map: IdMap,
    options: Partial<Request> = {},
    ports = this.#nextPorts(),
    as?: string,
  ): Promise<FunctionPlan> {
    this.#numberAfter(kept.document);
    const request = this.request(kept, map, options, as);
    const plan = await planFunction(ports, request);
    const { arn, name } = kept.document;
    const { blocked, warnings } = plan;
    const thing = { kind: "lambda", id: name, point: { key: POINT } } as unknown as GatheredThing;
    const names = lambda.names(kept.document, {
      target: this.#target,
      ...(as !== undefined && { name: as }),
    });
    const whole: RestorePlan = {
      target: this.#target,
      waves: [
        [{ thing, arn, references: [], translation: request.translation, plan, unwritable: plan.blocked }],
      ],
      blocked,
      warnings,
      missing: request.translation.missing,
      atArm: plan.atArm ?? [],
      names,
      leftOut: plan.leftOut ?? [],
      runtimes: {},
      seen: [],
      skipped: [],
      stillNamed: [],
    };
    return { ...plan, whole };
  }

  #nextPorts(): FunctionRestorePorts {
    this.#plans += 1;
    this.now += 3_600_000;
    this.wire.dead = false;
    return this.restorePorts;
  }

  /** Where the function was, its numbers are not given again. */
  #numberAfter({ arn, name, versions }: FunctionDocument): void {
    if (arn !== this.lambda.arn(name) || this.lambda.numbers.has(name)) return;
    this.lambda.numbers.set(name, Math.max(...versions.map(({ version }) => Number(version) || 0)));
  }

  /** What a restore came to, also where something of it failed. */
  async attempted(kept: Kept, map: IdMap, options: Partial<Request> = {}): Promise<RestoreResult> {
    return applyRestore(SAME_PLACE, (await this.plan(kept, map, options)).whole);
  }

  async restore(kept: Kept, map: IdMap, options: Partial<Request> = {}, as?: string): Promise<RestoreResult> {
    return apply(await this.plan(kept, map, options, this.#nextPorts(), as));
  }

  arm(result: RestoreResult, asked: ActivateAsked = { dryRun: false }): Promise<ActivationReport> {
    const { sleep, now } = this.restorePorts;
    return activateRestored(
      { ...this.#target, client: this.client, sleep, now, protector: async () => lambda },
      result,
      asked,
    );
  }

  disarm(result: RestoreResult, asked: DisarmAsked = { dryRun: false }): Promise<DisarmReport> {
    const { sleep, now } = this.restorePorts;
    return disarmRestored(
      { ...this.#target, client: this.client, sleep, now, protector: async () => lambda },
      result,
      asked,
    );
  }

  /** The function as a run pins it. */
  item(name: string): CaptureItem {
    return {
      kind: "lambda",
      id: name,
      name,
      arn: this.lambda.arn(name),
      related: [],
      hints: { mappings: [...this.lambda.mappings.keys()] },
    };
  }

  /** The function as the protector captures it here. */
  async capture(name: string): Promise<{
    document: FunctionDocument;
    secrets: FunctionSecrets;
    warnings: readonly string[];
  }> {
    const captured = await captureFunction(
      {
        ...this.restorePorts,
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
      },
      this.item(name),
      OPTIONS,
    );
    if (captured === undefined) throw new Error(`${name} is gone`);
    const { document, secrets = {}, warnings } = captured;
    return { document, secrets, warnings };
  }
}
