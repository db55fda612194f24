import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ConfigRuleDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets: what the rule tells its function. */
export const SEALED = ["settings.InputParameters"];

/** What PutConfigRule takes, by its own names, without name, ids and tags. */
export interface ConfigRuleSettings extends JsonObject {
  /** Whose SourceIdentifier is the ARN of the function. */
  readonly Source: JsonObject;
}

/** What a rule of AWS Config was: the part of a recovery point that a restore reads. */
export interface ConfigRuleDocument {
  readonly kind: "config-rule";
  readonly name: string;
  /** Ends in an id that AWS draws. */
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly settings: ConfigRuleSettings;
  /** Names of SSM documents that put right what the rule finds: they are told, and do not come back. */
  readonly remediations: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseConfigRule = parserOf<ConfigRuleDocument>(schema, "the document of a config rule");

/** ARN of the function that the rule asks, with its qualifier. */
export function functionIn({ Source }: ConfigRuleSettings): string {
  return String(Source.SourceIdentifier);
}
