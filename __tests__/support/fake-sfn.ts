import { randomUUID } from "node:crypto";
import type * as S from "@aws-sdk/client-sfn";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Revision {
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: S.LoggingConfiguration;
  readonly tracingConfiguration: S.TracingConfiguration;
  readonly encryptionConfiguration?: S.EncryptionConfiguration;
  readonly revisionId?: string;
}

interface Version extends Revision {
  readonly description?: string;
  readonly at: Date;
}

interface Alias {
  description?: string;
  routing: S.RoutingConfigurationListItem[];
}

interface Machine {
  readonly name: string;
  readonly type: S.StateMachineType;
  readonly made: Date;
  readonly born: S.CreateStateMachineInput;
  revision: Revision;
  readonly versions: Map<string, Version>;
  readonly aliases: Map<string, Alias>;
  last: number;
  tags: Record<string, string>;
  isDeleting?: true;
}

/** Step Functions of one account and region in memory: what it keeps, and no executions. */
export class FakeSfn extends FakeService<S.SFNClient> {
  readonly service = "states";
  readonly machines = new Map<string, Machine>();
  /** Log groups that are not there. */
  readonly lostLogs = new Set<string>();
  /** Milliseconds; a test moves them on. */
  now = Date.UTC(2026, 0, 2);

  arn(name: string): string {
    return `arn:aws:states:${this.region}:${this.account}:stateMachine:${name}`;
  }

  CreateStateMachine(input: S.CreateStateMachineInput) {
    const { name = "", type = "STANDARD", tags = [], publish, versionDescription } = input;
    const there = this.machines.get(name);
    if (there?.isDeleting)
      throw awsError("StateMachineDeleting", 400, `State Machine is deleting: '${name}'`);
    if (there !== undefined && !isRepeated(there.born, input))
      throw awsError("StateMachineAlreadyExists", 400, `State Machine Already Exists: '${this.arn(name)}'`);
    if (versionDescription !== undefined && !publish)
      throw invalid("Version description can only be set when publish is true");
    this.#check(input);
    const machine: Machine = there ?? {
      ...{ name, type, made: new Date(this.now), born: input },
      revision: revisionOf(input),
      ...{ versions: new Map(), aliases: new Map(), last: 0, tags: tagsOf(tags) },
    };
    this.machines.set(name, machine);
    return {
      stateMachineArn: this.arn(name),
      creationDate: machine.made,
      ...(publish && { stateMachineVersionArn: this.#publish(machine, versionDescription) }),
    };
  }

  /** What is left out stays as it is. */
  UpdateStateMachine({
    stateMachineArn = "",
    publish,
    versionDescription,
    ...input
  }: S.UpdateStateMachineInput) {
    const machine = this.#machine(stateMachineArn);
    if (Object.keys(input).length === 0)
      throw awsError(
        "MissingRequiredParameter",
        400,
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
      );
    this.#check(input);
    const { revisionId, ...was } = machine.revision;
    const next = revisionOf({ ...was, ...input });
    const same = JSON.stringify(sorted(was)) === JSON.stringify(sorted(next));
    if (!same) machine.revision = { ...next, revisionId: randomUUID() };
    return {
      updateDate: new Date(this.now),
      ...(machine.revision.revisionId && { revisionId: machine.revision.revisionId }),
      ...(publish && { stateMachineVersionArn: this.#publish(machine, versionDescription) }),
    };
  }

  PublishStateMachineVersion({ stateMachineArn = "", description }: S.PublishStateMachineVersionInput) {
    const machine = this.#machine(stateMachineArn);
    return { stateMachineVersionArn: this.#publish(machine, description), creationDate: new Date(this.now) };
  }

  DescribeStateMachine({ stateMachineArn = "" }: S.DescribeStateMachineInput) {
    const [name = "", number] = partsOf(stateMachineArn);
    const machine = this.#machine(this.arn(name), stateMachineArn);
    const version = number === undefined ? undefined : machine.versions.get(number);
    if (number !== undefined && version === undefined) throw notThere(stateMachineArn);
    const { at, ...revision } = version ?? { ...machine.revision, at: machine.made };
    return {
      ...{ stateMachineArn, name, type: machine.type, creationDate: at },
      status: machine.isDeleting ? "DELETING" : "ACTIVE",
      ...revision,
    };
  }

  ListStateMachines({ nextToken, maxResults }: S.ListStateMachinesInput) {
    const all = [...this.machines.values()].map(({ name, type, made }) => ({
      ...{ name, type, stateMachineArn: this.arn(name), creationDate: made },
    }));
    return this.paged("stateMachines", all, nextToken, { token: "nextToken", most: maxResults });
  }

  ListStateMachineVersions({ stateMachineArn = "", nextToken, maxResults }: S.ListStateMachineVersionsInput) {
    const { versions } = this.#machine(stateMachineArn);
    // The newest first.
    const all = [...versions.entries()].reverse().map(([number, { at }]) => ({
      ...{ stateMachineVersionArn: `${stateMachineArn}:${number}`, creationDate: at },
    }));
    return this.paged("stateMachineVersions", all, nextToken, { token: "nextToken", most: maxResults });
  }

  CreateStateMachineAlias({
    name = "",
    description,
    routingConfiguration = [],
  }: S.CreateStateMachineAliasInput) {
    const [of = ""] = partsOf(routingConfiguration[0]?.stateMachineVersionArn ?? "");
    const machine = this.#machine(this.arn(of));
    const routing = this.#routing(machine, routingConfiguration);
    const wanted = { ...(description !== undefined && { description }), routing };
    const there = machine.aliases.get(name);
    if (there !== undefined && JSON.stringify(there) !== JSON.stringify(wanted))
      throw awsError(
        "ConflictException",
        409,
        "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
      );
    machine.aliases.set(name, wanted);
    return { stateMachineAliasArn: `${this.arn(of)}:${name}`, creationDate: new Date(this.now) };
  }

  UpdateStateMachineAlias(input: S.UpdateStateMachineAliasInput) {
    const { stateMachineAliasArn = "", description, routingConfiguration } = input;
    const [name = ""] = partsOf(stateMachineAliasArn);
    const alias = this.#alias(stateMachineAliasArn);
    if (description !== undefined) alias.description = description;
    if (routingConfiguration !== undefined)
      alias.routing = this.#routing(this.#machine(this.arn(name)), routingConfiguration);
    return { updateDate: new Date(this.now) };
  }

  DescribeStateMachineAlias({ stateMachineAliasArn = "" }: S.DescribeStateMachineAliasInput) {
    const { description, routing } = this.#alias(stateMachineAliasArn);
    return {
      stateMachineAliasArn,
      name: partsOf(stateMachineAliasArn)[1],
      ...(description && { description }),
      routingConfiguration: routing,
    };
  }

  ListStateMachineAliases({ stateMachineArn = "", nextToken, maxResults }: S.ListStateMachineAliasesInput) {
    const { aliases } = this.#machine(stateMachineArn);
    const all = [...aliases.keys()].map((name) => ({ stateMachineAliasArn: `${stateMachineArn}:${name}` }));
    return this.paged("stateMachineAliases", all, nextToken, { token: "nextToken", most: maxResults });
  }

  ListTagsForResource({ resourceArn = "" }: S.ListTagsForResourceInput) {
    const { tags } = this.#tagged(resourceArn);
    return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  }

  TagResource({ resourceArn = "", tags = [] }: S.TagResourceInput) {
    Object.assign(this.#tagged(resourceArn).tags, tagsOf(tags));
    return {};
  }

  UntagResource({ resourceArn = "", tagKeys = [] }: S.UntagResourceInput) {
    const { tags } = this.#tagged(resourceArn);
    for (const key of tagKeys) delete tags[key];
    return {};
  }

  #machine(arn: string, asked = arn): Machine {
    const found = [...this.machines.values()].find(({ name }) => this.arn(name) === arn);
    if (found === undefined) throw notThere(asked);
    return found;
  }

  #tagged(arn: string): Machine {
    const found = [...this.machines.values()].find(({ name }) => this.arn(name) === arn);
    if (found === undefined) throw awsError("ResourceNotFound", 400, `Resource not found: '${arn}'`);
    return found;
  }

  #alias(arn: string): Alias {
    const [name = "", alias = ""] = partsOf(arn);
    const found = this.#machine(this.arn(name)).aliases.get(alias);
    if (found === undefined)
      throw awsError("ResourceNotFound", 400, "Request references a resource that does not exist.");
    return found;
  }

  /** A revision is published once. */
  #publish(machine: Machine, description: string | undefined): string {
    const [last] = [...machine.versions.entries()].filter(
      ([, one]) => one.revisionId === machine.revision.revisionId,
    );
    const number = last?.[0] ?? String(++machine.last);
    if (last === undefined)
      machine.versions.set(number, {
        ...machine.revision,
        at: new Date(this.now),
        ...(description !== undefined && { description }),
      });
    return `${this.arn(machine.name)}:${number}`;
  }

  #routing(machine: Machine, routing: readonly S.RoutingConfigurationListItem[]) {
    const arns = routing.map(({ stateMachineVersionArn: arn = "" }) => arn);
    if (new Set(arns).size < arns.length)
      throw invalid(
        `Routing configuration must contain distinct state machine version ARNs. Received: [${arns}]`,
      );
    if (routing.reduce((sum, { weight = 0 }) => sum + weight, 0) !== 100)
      throw invalid("Sum of routing configuration weights must equal 100.");
    for (const arn of arns)
      if (!machine.versions.has(partsOf(arn)[1] ?? "")) throw awsError("ResourceNotFound", 400);
    return routing.map((one) => ({ ...one }));
  }

  #check({ definition, loggingConfiguration: logging }: Partial<S.CreateStateMachineInput>): void {
    if (definition !== undefined && !hasStates(definition))
      throw awsError(
        "InvalidDefinition",
        400,
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
      );
    const groups = (logging?.destinations ?? []).map((one) => one.cloudWatchLogsLogGroup?.logGroupArn ?? "");
    if (groups.some((group) => this.lostLogs.has(group)))
      throw awsError(
        "InvalidLoggingConfiguration",
        400,
        "Invalid Logging Configuration: Log Destination not found.",
      );
  }
}

/** Name, and version or alias. */
function partsOf(arn: string): readonly string[] {
  return arn.split(":").slice(6);
}

function revisionOf(input: Partial<S.CreateStateMachineInput>): Revision {
  const { definition = "", roleArn = "", loggingConfiguration: logging, tracingConfiguration } = input;
  const { encryptionConfiguration: encryption } = input;
  return {
    definition,
    roleArn,
    loggingConfiguration: { includeExecutionData: false, level: "OFF", ...logging },
    tracingConfiguration: { enabled: false, ...tracingConfiguration },
    ...(encryption?.type === "CUSTOMER_MANAGED_KMS_KEY" && {
      encryptionConfiguration: { kmsDataKeyReusePeriodSeconds: 300, ...encryption },
    }),
  };
}

/** Role and tags are not compared: a request is the same without them. */
function isRepeated(born: S.CreateStateMachineInput, again: S.CreateStateMachineInput): boolean {
  const rest = ({ roleArn: _, tags: __, ...one }: S.CreateStateMachineInput): string =>
    JSON.stringify(sorted(one));
  return rest(born) === rest(again);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function hasStates(definition: string): boolean {
  try {
    return typeof (JSON.parse(definition) as { States?: unknown }).States === "object";
  } catch {
    return false;
  }
}

function tagsOf(tags: readonly S.Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value]));
}

const notThere = (arn: string): Error =>
  awsError("StateMachineDoesNotExist", 400, `State Machine Does Not Exist: '${arn}'`);
const invalid = (message: string): Error => awsError("ValidationException", 400, message);
