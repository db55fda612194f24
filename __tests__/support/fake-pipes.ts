import type * as P from "@aws-sdk/client-pipes";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

type Made = Omit<P.CreatePipeRequest, "DesiredState" | "Tags"> & {
  desired: P.RequestedPipeState;
  state: P.PipeState;
  reason?: string;
  tags: Record<string, string>;
  readonly made: Date;
  changed: Date;
};
type Parameters = Record<string, unknown>;

const UNDER_WAY = /^(CREAT|UPDAT|START|STOPP|DELET)ING$/;
const BATCH = { BatchSize: 100, MaximumBatchingWindowInSeconds: 0 };
const STREAM = {
  ...BATCH,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
};
const DEFAULTS: Readonly<Record<string, Parameters>> = {
  ActiveMQBrokerParameters: BATCH,
  DynamoDBStreamParameters: STREAM,
  KinesisStreamParameters: STREAM,
  ManagedStreamingKafkaParameters: BATCH,
  RabbitMQBrokerParameters: BATCH,
  SelfManagedKafkaParameters: BATCH,
  SqsQueueParameters: { ...BATCH, BatchSize: 10 },
};
/** What no update takes, by the API's model. */
const AT_BIRTH = [
  "StartingPosition",
  "StartingPositionTimestamp",
  "AdditionalBootstrapServers",
  "ConsumerGroupID",
  "QueueName",
  "TopicName",
  "VirtualHost",
];

/** EventBridge Pipes of one account and region in memory: what it keeps, and in which state. No event goes through. */
export class FakePipes extends FakeService<P.PipesClient> {
  readonly service = "pipes";
  readonly pipes = new Map<string, Made>();
  /** Milliseconds; a test moves them on. */
  now = Date.UTC(2026, 0, 1);
  /** Looks at a pipe until what is under way is done. */
  looks = 1;
  /** Why what is under way comes to nothing, once. */
  failing: string | undefined;
  readonly #left = new Map<string, number>();

  arn(name: string): string {
    return `arn:aws:pipes:${this.region}:${this.account}:pipe/${name}`;
  }

  CreatePipe(input: P.CreatePipeRequest) {
    const { Name = "", DesiredState = "RUNNING", Tags = {}, ...rest } = input;
    if (this.pipes.has(Name)) throw conflict(`Pipe ${Name} already exists.`);
    this.#check(rest);
    const at = new Date(this.now);
    const state = { desired: DesiredState, tags: { ...Tags }, made: at, changed: at } as const;
    this.pipes.set(Name, { ...withDefaults({ ...rest, Name }), ...state, state: "CREATING" });
    return this.#begun(Name);
  }

  /** Fields that are left out stay; each object of a service's parameters takes the place of what was there. */
  UpdatePipe({ Name = "", DesiredState, ...given }: P.UpdatePipeRequest) {
    const found = this.#settled(Name);
    this.#check(given);
    for (const [key, one] of Object.entries(given.SourceParameters ?? {}))
      for (const member of AT_BIRTH)
        if (one !== null && typeof one === "object" && member in one)
          throw invalid(`AWS's model has no member ${member} in ${key} of an update`);
    const target = given.Target ?? found.Target;
    const after = {
      ...found,
      ...said("Description", given.Description, found.Description),
      ...said("Enrichment", given.Enrichment, found.Enrichment),
      ...said("KmsKeyIdentifier", given.KmsKeyIdentifier, found.KmsKeyIdentifier),
      RoleArn: given.RoleArn,
      Target: target,
      LogConfiguration: given.LogConfiguration ?? found.LogConfiguration,
      SourceParameters: merged(found.SourceParameters, given.SourceParameters, true),
      EnrichmentParameters: merged(found.EnrichmentParameters, given.EnrichmentParameters),
      TargetParameters: merged(
        serviceOf(target) === serviceOf(found.Target)
          ? found.TargetParameters
          : { InputTemplate: found.TargetParameters?.InputTemplate },
        given.TargetParameters,
      ),
    };
    const changed = new Date(this.now);
    this.pipes.set(Name, {
      ...withDefaults(defined(after) as Made),
      ...{ desired: DesiredState ?? found.desired, changed, state: "UPDATING" },
    } as Made);
    return this.#begun(Name);
  }

  StartPipe({ Name = "" }: P.StartPipeRequest) {
    return this.#turn(Name, "RUNNING", "STARTING");
  }

  StopPipe({ Name = "" }: P.StopPipeRequest) {
    return this.#turn(Name, "STOPPED", "STOPPING");
  }

  DescribePipe({ Name = "" }: P.DescribePipeRequest) {
    const { desired, state, reason, tags, made, changed, ...rest } = this.#pipe(Name);
    const left = this.#left.get(Name) ?? 0;
    if (left > 0) this.#left.set(Name, left - 1);
    else if (this.pipes.has(Name) && UNDER_WAY.test(state)) this.#end(Name);
    const now = this.#pipe(Name);
    return defined({
      ...rest,
      ...{ Arn: this.arn(Name), DesiredState: desired, CurrentState: now.state, StateReason: now.reason },
      ...{ Tags: tags, CreationTime: made, LastModifiedTime: changed },
    });
  }

  ListPipes({ NextToken, Limit }: P.ListPipesRequest) {
    const all = [...this.pipes.values()].map(
      ({ Name, Source, Enrichment, Target, desired, state, made, changed }) =>
        defined({
          ...{ Name, Arn: this.arn(Name ?? ""), Source, Enrichment, Target },
          ...{ DesiredState: desired, CurrentState: state, CreationTime: made, LastModifiedTime: changed },
        }),
    );
    return this.paged("Pipes", all, NextToken, { token: "NextToken", most: Limit });
  }

  TagResource({ resourceArn = "", tags = {} }: P.TagResourceRequest) {
    Object.assign(this.#pipe(resourceArn.split("/")[1] ?? "").tags, tags);
    return {};
  }

  /** Whatever is under way is done at once. */
  settle(): void {
    for (const [name, { state }] of this.pipes) if (UNDER_WAY.test(state)) this.#end(name);
  }

  #turn(name: string, desired: P.RequestedPipeState, state: P.PipeState) {
    const found = this.#settled(name);
    if (found.state !== desired) Object.assign(found, { state });
    Object.assign(found, { desired, changed: new Date(this.now) });
    return this.#begun(name);
  }

  #begun(name: string) {
    this.#left.set(name, this.looks);
    const { desired, state, made, changed } = this.#pipe(name);
    return {
      ...{ Arn: this.arn(name), Name: name, DesiredState: desired, CurrentState: state },
      ...{ CreationTime: made, LastModifiedTime: changed },
    };
  }

  #end(name: string): void {
    const found = this.#pipe(name);
    if (found.state === "DELETING") this.pipes.delete(name);
    else if (this.failing !== undefined) {
      const kind =
        { CREATING: "CREATE", UPDATING: "UPDATE", STARTING: "START" }[found.state as string] ?? "STOP";
      Object.assign(found, { state: `${kind}_FAILED`, reason: this.failing });
      this.failing = undefined;
    } else {
      delete found.reason;
      found.state = found.desired;
    }
  }

  #pipe(name: string): Made {
    const found = this.pipes.get(name);
    if (found === undefined) throw awsError("NotFoundException", 404, `Pipe ${name} does not exist.`);
    return found;
  }

  #settled(name: string): Made {
    const found = this.#pipe(name);
    if (UNDER_WAY.test(found.state)) throw conflict(`Pipe ${name} is ${found.state}.`);
    return found;
  }

  #check({
    RoleArn,
    LogConfiguration: logs,
  }: Pick<Partial<P.CreatePipeRequest>, "RoleArn" | "LogConfiguration">): void {
    if (RoleArn === undefined) throw invalid("RoleArn must not be null");
    if (logs !== undefined && logs.Level === undefined) throw invalid("Level must not be null");
  }
}

/** A text that is said empty is none. */
function said(key: string, given: string | undefined, was: string | undefined): Parameters {
  return { [key]: given === "" ? undefined : (given ?? was) };
}

function merged(was: object = {}, given: object = {}, isSource = false): Parameters | undefined {
  const all: Parameters = { ...was };
  for (const [key, one] of Object.entries(given)) {
    const before = all[key];
    all[key] =
      isSource && typeof before === "object" && typeof one === "object" && Object.hasOwn(DEFAULTS, key)
        ? {
            ...Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => AT_BIRTH.includes(name))),
            ...one,
          }
        : one;
  }
  const left = Object.entries(all).filter(([, one]) => one !== undefined && one !== "" && !isEmpty(one));
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

function isEmpty(one: unknown): boolean {
  if (typeof one !== "object" || one === null) return false;
  if ("Filters" in one) return Array.isArray(one.Filters) && one.Filters.length === 0;
  return Object.keys(one).length === 0;
}

/** As DescribePipe shows what nobody said. */
function withDefaults<T extends Partial<P.CreatePipeRequest>>(pipe: T): T {
  const queue = pipe.Source?.includes(":sqs:") ? { SqsQueueParameters: {} } : {};
  const parameters = Object.entries({ ...queue, ...pipe.SourceParameters }).map(([key, one]) => [
    key,
    Object.hasOwn(DEFAULTS, key) ? { ...DEFAULTS[key], ...(one as object) } : one,
  ]);
  return { ...pipe, ...(parameters.length > 0 && { SourceParameters: Object.fromEntries(parameters) }) };
}

function serviceOf(arn = ""): string | undefined {
  return arn.split(":")[2];
}

function defined(value: object): Parameters {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

const conflict = (message: string): Error => awsError("ConflictException", 409, message);
const invalid = (message: string): Error => awsError("ValidationException", 400, message);
