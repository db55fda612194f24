import type * as E from "@aws-sdk/client-eventbridge";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Rule extends Omit<E.PutRuleRequest, "Tags"> {
  readonly Name: string;
  readonly State: E.RuleState;
  readonly targets: Map<string, E.Target>;
  tags: Record<string, string>;
  /** The service whose rule it is. */
  readonly ManagedBy?: string;
  readonly CreatedBy?: string;
}

interface Bus extends Omit<E.CreateEventBusRequest, "Name" | "Tags"> {
  readonly Name: string;
  policy?: string;
  tags: Record<string, string>;
  readonly made: Date;
  changed: Date;
  ManagedBy?: string;
}

interface FakeArchive extends Omit<E.CreateArchiveRequest, "ArchiveName"> {
  readonly ArchiveName: string;
  State: E.ArchiveState;
  StateReason?: string;
}

interface FakeConnection extends Omit<E.CreateConnectionRequest, "Name"> {
  readonly Name: string;
  readonly arn: string;
  readonly state: E.ConnectionState;
  readonly made: Date;
  readonly changed: Date;
}

interface FakeDestination extends Omit<E.CreateApiDestinationRequest, "Name"> {
  readonly Name: string;
  readonly arn: string;
  readonly changed: Date;
}

const MOST_TARGETS = 5;

/** EventBridge of one account and region in memory: what it keeps, and no events. */
export class FakeEvents extends FakeService<E.EventBridgeClient> {
  readonly service = "events";
  readonly buses = new Map<string, Bus>([
    ["default", { Name: "default", tags: {}, made: new Date(0), changed: new Date(0) }],
  ]);
  /** By `BUS/RULE`. */
  readonly rules = new Map<string, Rule>();
  readonly archives = new Map<string, FakeArchive>();
  /** What an archive is right after it was made or changed; it is asked for once before it settles. By default at once. */
  settling: E.ArchiveState = "ENABLED";
  readonly connections = new Map<string, FakeConnection>();
  readonly destinations = new Map<string, FakeDestination>();
  /** How a person gives a connection its secret as soon as it is made. By default nobody does. */
  giving: ((made: Omit<E.CreateConnectionRequest, "Name">) => Partial<E.UpdateConnectionRequest>) | undefined;
  /** Entries of PutTargets that fail, by their Ids. */
  readonly failing = new Map<string, { readonly code: string; readonly message: string }>();
  /** Milliseconds; a test moves them on. */
  now = Date.UTC(2026, 0, 1);
  #drawn = 0;

  PutRule(input: E.PutRuleRequest) {
    const { Name = "", EventBusName: bus = "default", EventPattern, ScheduleExpression, Tags = [] } = input;
    this.#bus(bus);
    if (EventPattern === undefined && ScheduleExpression === undefined)
      throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    if (ScheduleExpression !== undefined && bus !== "default")
      throw invalid("ScheduleExpression is supported only on the default event bus.");
    const there = this.rules.get(`${bus}/${Name}`);
    if (there?.ManagedBy !== undefined) throw awsError("ManagedRuleException", 400, "It is managed.");
    const { Tags: _, ...kept } = input;
    this.rules.set(`${bus}/${Name}`, {
      ...kept,
      Name,
      State: input.State ?? "ENABLED",
      targets: there?.targets ?? new Map(),
      // Of a rule that is there, they are passed over.
      tags: there?.tags ?? tagsOf(Tags),
    });
    return { RuleArn: this.#arnOf(bus, Name) };
  }

  DescribeRule({ Name = "", EventBusName: bus = "default" }: E.DescribeRuleRequest) {
    const { targets: _, tags: __, ...rule } = this.#rule(bus, Name);
    return { CreatedBy: this.account, ...rule, EventBusName: bus, Arn: this.#arnOf(bus, Name) };
  }

  EnableRule({ Name = "", EventBusName: bus = "default" }: E.EnableRuleRequest) {
    this.rules.set(`${bus}/${Name}`, { ...this.#rule(bus, Name), State: "ENABLED" });
    return {};
  }

  DisableRule({ Name = "", EventBusName: bus = "default" }: E.DisableRuleRequest) {
    this.rules.set(`${bus}/${Name}`, { ...this.#rule(bus, Name), State: "DISABLED" });
    return {};
  }

  ListRules({ EventBusName: bus = "default", NextToken, Limit }: E.ListRulesRequest) {
    this.#bus(bus);
    const all = [...this.rules.entries()]
      .filter(([id]) => id.startsWith(`${bus}/`))
      .map(([, { Name }]) => {
        const { CreatedBy: _, ...rule } = this.DescribeRule({ Name, EventBusName: bus });
        return rule;
      });
    return this.paged("Rules", all, NextToken, { token: "NextToken", most: Limit });
  }

  PutTargets({ Rule = "", EventBusName: bus = "default", Targets = [] }: E.PutTargetsRequest) {
    const { targets } = this.#rule(bus, Rule);
    const ids = new Set([...targets.keys(), ...Targets.map(({ Id = "" }) => Id)]);
    if (ids.size > MOST_TARGETS)
      throw awsError(
        "LimitExceededException",
        400,
        "The requested resource exceeds the maximum number allowed.",
      );
    const failed = Targets.filter(({ Id = "" }) => this.failing.has(Id));
    for (const target of Targets) if (!failed.includes(target)) targets.set(target.Id ?? "", target);
    return {
      FailedEntryCount: failed.length,
      FailedEntries: failed.map(({ Id = "" }) => ({
        TargetId: Id,
        ErrorCode: this.failing.get(Id)?.code,
        ErrorMessage: this.failing.get(Id)?.message,
      })),
    };
  }

  ListTargetsByRule({ Rule = "", EventBusName: bus, NextToken, Limit }: E.ListTargetsByRuleRequest) {
    const { targets } = this.#rule(bus ?? "default", Rule);
    return this.paged("Targets", [...targets.values()], NextToken, { token: "NextToken", most: Limit });
  }

  CreateEventBus({ Tags = [], Name = "", ...input }: E.CreateEventBusRequest) {
    if (this.buses.has(Name))
      throw awsError("ResourceAlreadyExistsException", 400, `Event bus ${Name} already exists.`);
    const at = new Date(this.now);
    this.buses.set(Name, { ...input, Name, tags: tagsOf(Tags), made: at, changed: at });
    return { EventBusArn: this.#arnOfBus(Name) };
  }

  /** A description that is left out stays; the empty text takes it away. */
  UpdateEventBus({ Name = "", ...input }: E.UpdateEventBusRequest) {
    const { Description, policy, tags, made } = this.#bus(Name);
    this.buses.set(Name, {
      ...{ Description, ...input },
      ...{ Name, tags, made, changed: new Date(this.now) },
      ...(policy !== undefined && { policy }),
    });
    return { Arn: this.#arnOfBus(Name), Name };
  }

  DescribeEventBus({ Name = "default" }: E.DescribeEventBusRequest) {
    const { tags: _, policy: Policy, made, changed, Description, ...bus } = this.#bus(Name);
    return {
      ...bus,
      ...(Description && { Description }),
      ...(Policy !== undefined && { Policy }),
      ...{ Arn: this.#arnOfBus(Name), CreationTime: made, LastModifiedTime: changed },
    };
  }

  ListEventBuses({ NextToken, Limit }: E.ListEventBusesRequest) {
    const all = [...this.buses.values()].map(({ Name, ManagedBy }) => ({
      ...{ Name, Arn: this.#arnOfBus(Name) },
      ...(ManagedBy !== undefined && { ManagedBy }),
    }));
    return this.paged("EventBuses", all, NextToken, { token: "NextToken", most: Limit });
  }

  RemovePermission({ EventBusName: name = "default", RemoveAllPermissions }: E.RemovePermissionRequest) {
    const bus = this.#bus(name);
    if (RemoveAllPermissions !== true) throw new Error("the fake knows whole policies alone");
    delete bus.policy;
    bus.changed = new Date(this.now);
    return {};
  }

  /** The policy that is given takes the place of the one that is there. */
  PutPermission({ EventBusName: name = "default", Policy }: E.PutPermissionRequest) {
    const bus = this.#bus(name);
    if (Policy === undefined) throw new Error("the fake knows whole policies alone");
    bus.policy = Policy;
    bus.changed = new Date(this.now);
    return {};
  }

  /** EventBridge makes a rule for it, which is its own. */
  CreateArchive({ ArchiveName = "", EventSourceArn = "", ...input }: E.CreateArchiveRequest) {
    const bus = EventSourceArn.split(":event-bus/")[1] ?? "";
    this.#bus(bus);
    if (this.archives.has(ArchiveName))
      throw awsError("ResourceAlreadyExistsException", 400, `Archive ${ArchiveName} already exists.`);
    checkPattern(input.EventPattern);
    this.archives.set(ArchiveName, {
      ...input,
      ...{ ArchiveName, EventSourceArn, State: this.settling === "ENABLED" ? "ENABLED" : "CREATING" },
    });
    const own = { ...(JSON.parse(input.EventPattern ?? "{}") as object), "replay-name": [{ exists: false }] };
    const Name = `Events-Archive-${ArchiveName}`;
    this.rules.set(`${bus}/${Name}`, {
      ...{ Name, EventBusName: bus, EventPattern: JSON.stringify(own), State: "ENABLED" as const, tags: {} },
      targets: new Map([[Name, { Id: Name, Arn: `arn:aws:events:${this.region}:::` }]]),
      ManagedBy: "prod.vhs.events.aws.internal",
    });
    return { ArchiveArn: this.#arnOfArchive(ArchiveName), State: this.archives.get(ArchiveName)?.State };
  }

  /** What is left out stays, but the key; the empty text takes a description away. */
  UpdateArchive({ ArchiveName = "", ...input }: E.UpdateArchiveRequest) {
    const { KmsKeyIdentifier: _, ...found } = this.#archive(ArchiveName);
    checkPattern(input.EventPattern);
    const State = this.settling === "ENABLED" ? "ENABLED" : "UPDATING";
    this.archives.set(ArchiveName, { ...found, ...input, State });
    return { ArchiveArn: this.#arnOfArchive(ArchiveName), State };
  }

  DescribeArchive({ ArchiveName = "" }: E.DescribeArchiveRequest) {
    const found = this.#archive(ArchiveName);
    const { Description, KmsKeyIdentifier, RetentionDays = 0, ...archive } = found;
    if (/ING$/.test(found.State)) found.State = this.settling;
    return {
      ...archive,
      ...(Description && { Description }),
      ...(KmsKeyIdentifier && { KmsKeyIdentifier }),
      ...{ ArchiveArn: this.#arnOfArchive(ArchiveName), RetentionDays, EventCount: 7, SizeBytes: 700 },
    };
  }

  ListArchives({ EventSourceArn, NextToken, Limit }: E.ListArchivesRequest) {
    if (EventSourceArn !== undefined) this.#bus(EventSourceArn.split(":event-bus/")[1] ?? "");
    const all = [...this.archives.values()]
      .filter((one) => EventSourceArn === undefined || one.EventSourceArn === EventSourceArn)
      .map(({ ArchiveName, EventSourceArn: source, State }) => ({
        ArchiveName,
        EventSourceArn: source,
        State,
      }));
    return this.paged("Archives", all, NextToken, { token: "NextToken", most: Limit });
  }

  /** One that asks for a token by a secret that is none is refused. */
  CreateConnection({ Name = "", ...input }: E.CreateConnectionRequest) {
    if (this.connections.has(Name))
      throw awsError("ResourceAlreadyExistsException", 400, `Connection ${Name} already exists.`);
    const made = new Date(this.now);
    const state = input.AuthorizationType === "OAUTH_CLIENT_CREDENTIALS" ? "DEAUTHORIZED" : "AUTHORIZED";
    const arn = this.#draw("connection", Name);
    this.connections.set(Name, { ...structuredClone(input), Name, arn, state, made, changed: made });
    if (this.giving !== undefined) this.UpdateConnection({ ...this.giving(input), Name });
    return { ConnectionArn: arn, ConnectionState: state, CreationTime: made, LastModifiedTime: made };
  }

  /** What is left out stays, but the key; parameters that come authorize it. */
  UpdateConnection({ Name = "", ...input }: E.UpdateConnectionRequest) {
    const found = this.#connection(Name);
    this.now += 1000;
    const { AuthParameters, KmsKeyIdentifier: key, InvocationConnectivityParameters: way, ...rest } = input;
    const { KmsKeyIdentifier: _key, InvocationConnectivityParameters: was, ...kept } = found;
    const now = way ?? was;
    this.connections.set(Name, {
      ...kept,
      ...rest,
      ...(key && { KmsKeyIdentifier: key }),
      ...(now?.ResourceParameters?.ResourceConfigurationArn && { InvocationConnectivityParameters: now }),
      ...(AuthParameters && {
        AuthParameters: {
          ...found.AuthParameters,
          ...AuthParameters,
        } as E.CreateConnectionRequest["AuthParameters"],
        state: now === undefined ? ("AUTHORIZED" as const) : ("ACTIVE" as const),
      }),
      changed: new Date(this.now),
    });
    return { ConnectionArn: found.arn };
  }

  /** No secret is in it. */
  DescribeConnection({ Name = "" }: E.DescribeConnectionRequest) {
    const { arn, state, made, changed, Description, AuthParameters, ...rest } = this.#connection(Name);
    return {
      ...rest,
      ...(Description && { Description }),
      AuthParameters: withoutSecrets(AuthParameters),
      ...{ ConnectionArn: arn, ConnectionState: state, CreationTime: made, LastModifiedTime: changed },
      SecretArn: `arn:aws:secretsmanager:${this.region}:${this.account}:secret:events!connection/${Name}/x`,
    };
  }

  ListConnections({ NextToken, Limit }: E.ListConnectionsRequest) {
    const all = [...this.connections.values()].map(({ Name, arn, state }) => ({
      ...{ Name, ConnectionArn: arn, ConnectionState: state },
    }));
    return this.paged("Connections", all, NextToken, { token: "NextToken", most: Limit });
  }

  CreateApiDestination({ Name = "", ...input }: E.CreateApiDestinationRequest) {
    if (this.destinations.has(Name))
      throw awsError("ResourceAlreadyExistsException", 400, `An api-destination ${Name} already exists.`);
    const { ConnectionArn } = input;
    if (![...this.connections.values()].some(({ arn }) => arn === ConnectionArn))
      throw notFound(`Connection ${ConnectionArn} does not exist.`);
    const arn = this.#draw("api-destination", Name);
    this.destinations.set(Name, {
      InvocationRateLimitPerSecond: 300,
      ...input,
      ...{ Name, arn, changed: new Date(this.now) },
    });
    return { ApiDestinationArn: arn };
  }

  UpdateApiDestination({ Name = "", ...input }: E.UpdateApiDestinationRequest) {
    const found = this.#destination(Name);
    this.now += 1000;
    this.destinations.set(Name, { ...found, ...input, changed: new Date(this.now) });
    return { ApiDestinationArn: found.arn };
  }

  DescribeApiDestination({ Name = "" }: E.DescribeApiDestinationRequest) {
    const { arn, changed, Description, ...rest } = this.#destination(Name);
    return {
      ...rest,
      ...(Description && { Description }),
      ...{ ApiDestinationArn: arn, LastModifiedTime: changed },
    };
  }

  ListApiDestinations({ NextToken, Limit }: E.ListApiDestinationsRequest) {
    const all = [...this.destinations.values()].map(({ Name, arn }) => ({ Name, ApiDestinationArn: arn }));
    return this.paged("ApiDestinations", all, NextToken, { token: "NextToken", most: Limit });
  }

  ListTagsForResource({ ResourceARN = "" }: E.ListTagsForResourceRequest) {
    return { Tags: Object.entries(this.#tagged(ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })) };
  }

  TagResource({ ResourceARN = "", Tags = [] }: E.TagResourceRequest) {
    Object.assign(this.#tagged(ResourceARN).tags, tagsOf(Tags));
    return {};
  }

  #tagged(arn: string): Rule | Bus {
    const [, type, path = ""] = /^[^/]*:(rule|event-bus)\/(.+)$/.exec(arn) ?? [];
    if (type === "event-bus") return this.#bus(path);
    const slash = path.lastIndexOf("/");
    return this.#rule(slash < 0 ? "default" : path.slice(0, slash), path.slice(slash + 1));
  }

  #bus(name: string): Bus {
    const found = this.buses.get(name);
    if (found === undefined) throw notFound(`Event bus ${name} does not exist.`);
    return found;
  }

  #rule(bus: string, name: string): Rule {
    this.#bus(bus);
    const found = this.rules.get(`${bus}/${name}`);
    if (found === undefined) throw notFound(`Rule ${name} does not exist on EventBus ${bus}.`);
    return found;
  }

  #archive(name: string): FakeArchive {
    const found = this.archives.get(name);
    if (found === undefined) throw notFound(`Archive ${name} does not exist.`);
    return found;
  }

  #arnOfArchive(name: string): string {
    return `arn:aws:events:${this.region}:${this.account}:archive/${name}`;
  }

  #connection(name: string): FakeConnection {
    const found = this.connections.get(name);
    if (found === undefined)
      throw notFound(`Failed to describe the connection(s). Connection '${name}' does not exist.`);
    return found;
  }

  #destination(name: string): FakeDestination {
    const found = this.destinations.get(name);
    if (found === undefined)
      throw notFound(
        `Failed to describe the api-destination(s). An api-destination '${name}' does not exist.`,
      );
    return found;
  }

  /** AWS ends it with an id that it draws, another each time. */
  #draw(type: "api-destination" | "connection", name: string): string {
    this.#drawn += 1;
    const id = `0b1e5f6a-0000-4000-8000-${String(this.#drawn).padStart(12, "0")}`;
    return `arn:aws:events:${this.region}:${this.account}:${type}/${name}/${id}`;
  }

  #arnOf(bus: string, name: string): string {
    const path = bus === "default" ? name : `${bus}/${name}`;
    return `arn:aws:events:${this.region}:${this.account}:rule/${path}`;
  }

  #arnOfBus(name: string): string {
    return `arn:aws:events:${this.region}:${this.account}:event-bus/${name}`;
  }
}

function checkPattern(text: string | undefined): void {
  if (text === undefined) return;
  try {
    JSON.parse(text);
  } catch {
    throw awsError("InvalidEventPatternException", 400, "Event pattern is not valid.");
  }
}

function tagsOf(tags: readonly E.Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

const notFound = (message: string): Error => awsError("ResourceNotFoundException", 400, message);
const invalid = (message: string): Error => awsError("ValidationException", 400, message);

const SECRETS = new Set(["ApiKeyValue", "ClientSecret", "Password"]);

function withoutSecrets<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value ?? {}),
    function (this: { IsValueSecret?: boolean }, key, one: unknown) {
      return SECRETS.has(key) || (key === "Value" && this.IsValueSecret === true) ? undefined : one;
    },
  ) as T;
}
