import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import { FormError } from "../protector.ts";
import { parseDefinition } from "./definition/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `MachineDocument`; another number is another form. */
export const FORMAT = 1;

/** A function, or another machine, that a state calls. */
export interface StateCall {
  /** Where its name stands in the definition: `States.Charge.Parameters.FunctionName`. */
  readonly state: string;
  /** ARN, with its qualifier. */
  readonly to: string;
}

/** What Step Functions keeps of a machine at one time, by its own names, without what is told in the definition. */
export interface Revision {
  /** How its states are joined, and every ARN in it. The whole text is among the secrets. */
  readonly definition: JsonObject;
  readonly calls: readonly StateCall[];
  readonly roleArn: string;
  readonly loggingConfiguration?: JsonObject;
  readonly tracingConfiguration?: JsonObject;
  /** Absent: a key of AWS. */
  readonly encryptionConfiguration?: JsonObject;
}

export interface PublishedRevision extends Revision {
  /** `3` */
  readonly version: string;
  readonly description?: string;
}

export interface MachineAlias {
  readonly name: string;
  readonly description?: string;
  /** From a version to its part of a hundred executions. */
  readonly routing: Readonly<Record<string, number>>;
}

/** What a state machine was: the part of a recovery point that a restore reads. Executions are not here. */
export interface MachineDocument {
  readonly kind: "state-machine";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly type: "STANDARD" | "EXPRESS";
  /** What an execution without a qualifier runs. */
  readonly current: Revision;
  /** Those that are kept, ascending. */
  readonly versions: readonly PublishedRevision[];
  /** Sorted by name. */
  readonly aliases: readonly MachineAlias[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What states are told may hold anything, credentials too. */
export interface MachineSecrets {
  /** Definitions as they were written, by `current` or the version. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** Where the definition of what is not published stands among the secrets. */
export const CURRENT = "current";

/** @throws FormError */
export const parseMachine = parserOf<MachineDocument>(schema, "the document of a state machine");

const parseTexts = parserOf<MachineSecrets>(
  {
    type: "object",
    additionalProperties: false,
    required: ["definitions"],
    properties: {
      definitions: {
        type: "object",
        required: [CURRENT],
        additionalProperties: { type: "string", minLength: 1 },
      },
    },
  },
  "the definitions of a state machine",
);

/** @throws FormError, which shows nothing of a definition that cannot be read */
export function parseDefinitions(value: unknown): MachineSecrets {
  const secrets = parseTexts(value);
  for (const [revision, text] of Object.entries(secrets.definitions))
    if (parseDefinition(text) === undefined)
      throw new FormError(
        `the definitions of a state machine cannot be read: ${revision} is not there, or has no states`,
      );
  return secrets;
}
