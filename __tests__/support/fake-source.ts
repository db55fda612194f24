import { createHash } from "node:crypto";
import type {
  EventSourceMappingConfiguration,
  FunctionCodeLocation,
  FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import type { LambdaFunctionConfiguration } from "@aws-sdk/client-s3";
import type { CapturePorts } from "../../modules/protectors/lambda/ports.ts";
import { MemorySpool } from "./memory-spool.ts";

export const ACCOUNT = "123456789012";
const REGION = "us-east-1";
export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

interface FakeVersion {
  config: FunctionConfiguration;
  code: Uint8Array;
  /** What GetFunction says of the code beside, or in place of, its address. */
  location?: FunctionCodeLocation;
}

export interface FakeFunction {
  latest: FakeVersion;
  published: FakeVersion[];
  aliases: { Name: string; FunctionVersion: string; RoutingConfig?: object }[];
  /** By qualifier; "" is the function itself. */
  policies: Record<string, string>;
  urls: object[];
  asyncConfigs: object[];
  concurrency?: number;
  tags: Record<string, string>;
}

interface FakeBucket {
  region: string;
  entries: LambdaFunctionConfiguration[];
}

interface Input {
  FunctionName: string;
  Qualifier?: string;
  Marker?: string;
  ContinuationToken?: string;
  UUID: string;
  Arn: string;
  Resource: string;
  Bucket: string;
  BucketRegion?: string;
}

/** An error as the SDK throws it. */
export function sdkError(name: string, status: number, message = `${name} it is`): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

export const notFound = (): Error => sdkError("ResourceNotFoundException", 404, "there is none");

export function version(text: string, config: FunctionConfiguration = {}): FakeVersion {
  const code = Buffer.from(`PK ${text}`);
  const CodeSha256 = createHash("sha256").update(code).digest("base64");
  return {
    code,
    config: { CodeSha256, CodeSize: code.length, RevisionId: `revision of ${text}`, ...config },
  };
}

/** Lambda and S3 as they answer to reads, page by page. `page` is the most that any list holds of itself. */
export class FakeSource {
  readonly functions = new Map<string, FakeFunction>();
  readonly mappings = new Map<string, EventSourceMappingConfiguration>();
  readonly layers = new Map<string, FakeVersion>();
  readonly buckets = new Map<string, FakeBucket>();
  /** Every call, `GetPolicy orders:live`. */
  readonly calls: string[] = [];
  page = 50;
  /** Asked before each call: an error in place of the answer. */
  fail: (call: string, about: string, count: number) => Error | undefined = () => undefined;
  /** Whether ListBuckets tells regions. */
  tellsRegions = true;

  add(name: string, config: FunctionConfiguration = {}): FakeFunction {
    const made: FakeFunction = {
      latest: version(`${name} latest`, { ...base(name), ...config }),
      published: [],
      aliases: [],
      policies: {},
      urls: [],
      asyncConfigs: [],
      tags: {},
    };
    this.functions.set(name, made);
    return made;
  }

  publish(name: string, count: number, config: FunctionConfiguration = {}): void {
    const published = this.#function(name).published;
    for (let i = 0; i < count; i++) {
      const Version = String(published.length + 1);
      published.push(version(`${name} ${Version}`, { ...base(name), Version, ...config }));
    }
  }

  /** Stands for both clients, and for the port that downloads. */
  ports(): CapturePorts & { readonly spool: MemorySpool } {
    const client = { send: (command: object) => this.#send(command) } as unknown as CapturePorts["lambda"] &
      CapturePorts["s3"];
    return {
      account: ACCOUNT,
      region: REGION,
      lambda: client,
      s3: client,
      download: (address) => this.#download(address),
      spool: new MemorySpool(),
      known: async () => undefined,
      pause: async () => undefined,
    };
  }

  async *#download(address: string): AsyncIterable<Uint8Array> {
    const about = decodeURIComponent(new URL(address).pathname.slice(1));
    this.#note("download", about);
    const [name = "", qualifier] = about.split(" ");
    const bytes = this.layers.get(name)?.code ?? this.#version(name, qualifier).code;
    for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
  }

  #note(call: string, about: string): void {
    this.calls.push(`${call} ${about}`);
    const error = this.fail(call, about, this.calls.length);
    if (error !== undefined) throw error;
  }

  async #send(command: object): Promise<object> {
    const { input } = command as { input: Input };
    const call = command.constructor.name.replace(/Command$/, "");
    const { FunctionName: name, Qualifier: qualifier } = input;
    const named = qualifier === undefined ? name : `${name}:${qualifier}`;
    this.#note(call, named ?? input.UUID ?? input.Arn ?? input.Resource ?? input.Bucket ?? "");
    switch (call) {
      case "ListFunctions":
        return this.#marked("Functions", this.#listed(), input);
      case "ListEventSourceMappings":
        return this.#marked("EventSourceMappings", [...this.mappings.values()], input);
      case "ListTags":
        return { Tags: this.#function(input.Resource.split(":")[6] ?? "").tags };
      case "GetFunction":
        return this.#getFunction(name, qualifier);
      case "ListVersionsByFunction": {
        const { latest, published } = this.#function(name);
        return this.#marked("Versions", [latest, ...published].map(withVersion), input);
      }
      case "ListAliases":
        return this.#marked("Aliases", this.#function(name).aliases, input);
      case "ListFunctionUrlConfigs":
        return this.#marked("FunctionUrlConfigs", this.#function(name).urls, input);
      case "ListFunctionEventInvokeConfigs":
        return this.#marked("FunctionEventInvokeConfigs", this.#function(name).asyncConfigs, input);
      case "GetFunctionConcurrency": {
        const { concurrency } = this.#function(name);
        return concurrency === undefined ? {} : { ReservedConcurrentExecutions: concurrency };
      }
      case "GetPolicy": {
        const Policy = this.#function(name).policies[qualifier ?? ""];
        if (Policy === undefined) throw notFound();
        return { Policy, RevisionId: "p" };
      }
      case "GetEventSourceMapping": {
        const mapping = this.mappings.get(input.UUID);
        if (mapping === undefined) throw notFound();
        return mapping;
      }
      case "GetLayerVersionByArn": {
        const layer = this.layers.get(input.Arn);
        if (layer === undefined) throw notFound();
        const { CodeSha256, CodeSize } = layer.config;
        const Location = address(input.Arn);
        return {
          Content: { CodeSha256, CodeSize, Location },
          CompatibleRuntimes: ["nodejs22.x"],
          CreatedDate: "now",
        };
      }
      case "ListBuckets": {
        const here = [...this.buckets].filter(
          ([, { region }]) => !this.tellsRegions || region === input.BucketRegion,
        );
        const { items, next } = this.#paged(here, input.ContinuationToken);
        const Buckets = items.map(([Name, { region }]) => ({
          Name,
          ...(this.tellsRegions && { BucketRegion: region }),
        }));
        return { Buckets, ...(next !== undefined && { ContinuationToken: next }) };
      }
      case "GetBucketLocation": {
        const region = this.#bucket(input.Bucket).region;
        return region === "us-east-1" ? {} : { LocationConstraint: region };
      }
      case "GetBucketNotificationConfiguration":
        return { LambdaFunctionConfigurations: this.#bucket(input.Bucket).entries };
      default:
        throw new Error(`the fake knows no ${call}`);
    }
  }

  #listed(): FunctionConfiguration[] {
    return [...this.functions].map(([name, { latest }]) => ({ ...withVersion(latest), FunctionName: name }));
  }

  #getFunction(name: string, qualifier: string | undefined): object {
    const found = this.#version(name, qualifier);
    return {
      Configuration: withVersion(found),
      Code: {
        RepositoryType: "S3",
        Location: address(`${name} ${qualifier ?? "$LATEST"}`),
        ...found.location,
      },
      ...(qualifier === undefined && { Tags: this.#function(name).tags }),
    };
  }

  #version(name: string, qualifier = "$LATEST"): FakeVersion {
    const { latest, published } = this.#function(name);
    const found =
      qualifier === "$LATEST" ? latest : published.find(({ config }) => config.Version === qualifier);
    if (found === undefined) throw notFound();
    return found;
  }

  #function(name: string): FakeFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw notFound();
    return found;
  }

  #bucket(name: string): FakeBucket {
    const found = this.buckets.get(name);
    if (found === undefined) throw sdkError("NoSuchBucket", 404);
    return found;
  }

  #marked(field: string, all: readonly object[], { Marker }: Input): object {
    const { items, next } = this.#paged(all, Marker);
    return { [field]: items, ...(next !== undefined && { NextMarker: next }) };
  }

  #paged<T>(all: readonly T[], token: string | undefined): { items: readonly T[]; next: string | undefined } {
    const from = Number(token ?? 0);
    const to = from + this.page;
    return { items: all.slice(from, to), next: to < all.length ? String(to) : undefined };
  }
}

function base(name: string): FunctionConfiguration {
  return {
    FunctionName: name,
    FunctionArn: functionArn(name),
    Runtime: "nodejs22.x",
    Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    Handler: "index.handler",
    PackageType: "Zip",
    State: "Active",
    LastUpdateStatus: "Successful",
  };
}

function withVersion({ config }: FakeVersion): FunctionConfiguration {
  return { Version: "$LATEST", ...config };
}

function address(about: string): string {
  return `https://bucket.example/${encodeURIComponent(about)}?X-Amz-Signature=canary-signature`;
}
