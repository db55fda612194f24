import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  type DescribeStateMachineCommandOutput,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import { qualifierOf } from "./arn.ts";
import { parseDefinition } from "./definition/parse.ts";
import type { MachineAlias, MachineDocument, Revision } from "./document.ts";

/** What reading a state machine asks. */
export interface MachineReads {
  readonly sfn: Pick<SFNClient, "send">;
}

/** What a machine, or one of its versions, is: its definition as it was written. */
export interface WholeMachine extends Omit<Revision, "definition" | "calls"> {
  readonly definition: string;
}

export interface ReadMachine {
  readonly arn: string;
  readonly type: MachineDocument["type"];
  /** It is gone as soon as its executions have ended. */
  readonly isDeleting: boolean;
  readonly whole: WholeMachine;
  /** Which of its states it is; absent: it was never updated. */
  readonly revision?: string;
  /** Of a version. */
  readonly description?: string;
  /** Milliseconds since 1970; of a version, when that was published. */
  readonly since?: number;
}

const READ = "states:DescribeStateMachine";

/** A machine, or a version by its ARN. @throws CallError for one whose definition cannot be read, also where AWS leaves it out */
export async function readMachine({ sfn }: MachineReads, stateMachineArn: string): Promise<ReadMachine> {
  const answer = await call(READ, stateMachineArn, () =>
    sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
  );
  const { stateMachineArn: arn, roleArn, type = "STANDARD", description, creationDate, revisionId } = answer;
  const definition = answer.definition ?? "";
  if (arn === undefined || roleArn === undefined)
    throw new CallError(READ, stateMachineArn, new Error("answered without an ARN or a role"));
  parsedDefinition(definition, stateMachineArn);
  return {
    arn,
    type,
    isDeleting: answer.status === "DELETING",
    whole: { definition, roleArn, ...configurationOf(answer) },
    ...(revisionId !== undefined && { revision: revisionId }),
    ...(description !== undefined && description !== "" && { description }),
    ...(creationDate !== undefined && { since: creationDate.getTime() }),
  };
}

/** @throws CallError which shows nothing of the text */
export function parsedDefinition(text: string, resource: string): JsonObject {
  const definition = parseDefinition(text);
  if (definition !== undefined) return definition;
  throw new CallError(READ, resource, new Error("its definition is not there, or has no states"));
}

function configurationOf(
  answer: DescribeStateMachineCommandOutput,
): Omit<WholeMachine, "definition" | "roleArn"> {
  const { encryptionConfiguration, ...rest } = pick(answer, [
    "loggingConfiguration",
    "tracingConfiguration",
    "encryptionConfiguration",
  ]) as Readonly<Record<string, JsonObject>>;
  const isOwn = encryptionConfiguration?.type === "CUSTOMER_MANAGED_KMS_KEY";
  return { ...rest, ...(isOwn && { encryptionConfiguration }) };
}

/** Numbers of published versions, ascending. */
export async function listVersions({ sfn }: MachineReads, stateMachineArn: string): Promise<string[]> {
  const pages = everyPage(
    "states:ListStateMachineVersions",
    stateMachineArn,
    (nextToken) => sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn, nextToken })),
    ({ nextToken }) => nextToken,
  );
  const found: string[] = [];
  for await (const { stateMachineVersions = [] } of pages)
    for (const { stateMachineVersionArn: arn = "" } of stateMachineVersions)
      found.push(qualifierOf(arn) ?? "");
  return found.sort((a, b) => Number(a) - Number(b));
}

/** Sorted by name. */
export async function readAliases({ sfn }: MachineReads, stateMachineArn: string): Promise<MachineAlias[]> {
  const pages = everyPage(
    "states:ListStateMachineAliases",
    stateMachineArn,
    (nextToken) => sfn.send(new ListStateMachineAliasesCommand({ stateMachineArn, nextToken })),
    ({ nextToken }) => nextToken,
  );
  const found: MachineAlias[] = [];
  for await (const { stateMachineAliases = [] } of pages)
    for (const { stateMachineAliasArn = "" } of stateMachineAliases) {
      const answer = await call("states:DescribeStateMachineAlias", stateMachineAliasArn, () =>
        sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn })),
      );
      const { description, routingConfiguration = [] } = answer;
      const routing = routingConfiguration.map(
        ({ stateMachineVersionArn = "", weight = 0 }) =>
          [qualifierOf(stateMachineVersionArn) ?? "", weight] as const,
      );
      found.push({
        name: qualifierOf(stateMachineAliasArn) ?? "",
        ...(description !== undefined && description !== "" && { description }),
        routing: Object.fromEntries(routing),
      });
    }
  return found.sort((a, b) => compareText(a.name, b.name));
}

export async function readTags(
  { sfn }: MachineReads,
  resourceArn: string,
): Promise<Readonly<Record<string, string>>> {
  const { tags = [] } = await call("states:ListTagsForResource", resourceArn, () =>
    sfn.send(new ListTagsForResourceCommand({ resourceArn })),
  );
  return Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value]));
}
