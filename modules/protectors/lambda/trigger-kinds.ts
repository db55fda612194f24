import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import type { CaptureScope } from "../../contract/events.ts";
import type { CapturedTrigger, MappedTrigger } from "../../contract/triggers.ts";

type Triggers = CaptureScope["triggers"];

/** By the service in the source's ARN: DocumentDB has its clusters in the name of RDS. */
const KINDS: Readonly<Record<string, MappedTrigger>> = {
  dynamodb: "dynamodb",
  kafka: "kafka",
  kinesis: "kinesis",
  mq: "mq",
  rds: "documentdb",
  sqs: "sqs",
};

/** What no list of its own tells of, but the policies of the functions that it calls. */
export const TOLD_BY_POLICIES = ["cognito", "logs"] as const satisfies readonly CapturedTrigger[];
export type ToldByPolicies = (typeof TOLD_BY_POLICIES)[number];

export function keepsToldByPolicies(triggers: Triggers): boolean {
  return TOLD_BY_POLICIES.some((kind) => keepsTrigger(triggers, kind));
}

export function keepsTrigger(triggers: Triggers, kind: CapturedTrigger): boolean {
  return triggers === "all" || triggers.includes(kind);
}

/** Whether any event source mapping is worth a look. */
export function keepsMappings(triggers: Triggers): boolean {
  return Object.values(KINDS).some((kind) => keepsTrigger(triggers, kind));
}

/** A mapping of a kind that is not known (`undefined`) is kept with all of them, and with no list of kinds. */
export function keepsMapping(triggers: Triggers, kind: MappedTrigger | undefined): boolean {
  return kind === undefined ? triggers === "all" : keepsTrigger(triggers, kind);
}

/** What a mapping reads from; undefined for a kind that is not known. */
export function mappedKind({
  EventSourceArn: source,
  SelfManagedEventSource: own,
}: EventSourceMappingConfiguration): MappedTrigger | undefined {
  return own === undefined ? KINDS[source?.split(":")[2] ?? ""] : "kafka";
}
