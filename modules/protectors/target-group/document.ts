import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `GroupDocument`; another number is another form. */
export const FORMAT = 1;

/**
 * Fields that are kept among the secrets, beside headers and query strings: paths often hold a token, and so may what is
 * rewritten, asked of those who log in, or answered.
 */
export const SEALED = [
  "rules.*.conditions.*.PathPatternConfig",
  "rules.*.transforms",
  "rules.*.actions.*.AuthenticateCognitoConfig.AuthenticationRequestExtraParams",
  "rules.*.actions.*.AuthenticateOidcConfig.AuthenticationRequestExtraParams",
  "rules.*.actions.*.JwtValidationConfig.AdditionalClaims",
];

/** A rule of a listener that forwards to the group, alone or with others by weight. */
export interface ListenerRule {
  /** ARN of the listener, which holds the name of its load balancer. */
  readonly listener: string;
  /** What the listener listens on: told to people. */
  readonly port: number;
  readonly protocol: string;
  /** `default`: what the listener does where no other rule fits. */
  readonly priority: string;
  /** As CreateRule takes them, without what stands among the secrets. */
  readonly conditions: readonly JsonObject[];
  readonly actions: readonly JsonObject[];
  /** What is rewritten of a request before it goes on. Absent: nothing. */
  readonly transforms?: readonly JsonObject[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a target group of a function was: the part of a recovery point that a restore reads. */
export interface GroupDocument {
  readonly kind: "target-group";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** The health check, as CreateTargetGroup takes it. */
  readonly settings: JsonObject;
  /** By AWS's own names and as its own texts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** ARN of the function, with its qualifier. Absent: none was registered. */
  readonly target?: string;
  /** By listener and priority. */
  readonly rules: readonly ListenerRule[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Headers and query strings that rules look for are often keys that only a caller in front of them knows. */
export interface GroupSecrets {
  /** By its place in the document (`rules[0].conditions[1]`), what the condition leaves out there. */
  readonly conditions: Readonly<Record<string, JsonObject>>;
}

/** @throws FormError */
export const parseGroup = parserOf<GroupDocument>(schema, "the document of a target group");

/** @throws FormError */
export const parseHidden = parserOf<GroupSecrets>(
  {
    type: "object",
    additionalProperties: false,
    required: ["conditions"],
    properties: { conditions: { type: "object", additionalProperties: { type: "object" } } },
  },
  "what the rules of a target group look for",
);
