import { toldTexts } from "./states-language.ts";

/** Fields that hold what nobody may read, in what AWS is sent and answers: their text, or all texts below them. */
const SECRET =
  /^(Variables|Input(Parameters)?|InputTemplate|(Invocation|OAuth)?HttpParameters|ContainerOverrides|InvocationEndpoint|Sqls?|GraphQLOperation|PipelineParameterList|HttpHeaderConfig|HeaderValue|QueryStringConfig|EventSourceToken|(Request|Response)(Parameters|Templates)|StageVariables|SecretString|Puts|Deletes|SecretAccessKey|SessionToken|Password)$|Secret$|ApiKey(Value)?$/;
/** What is looked for in events, masked in them or added to them, and what is asked of those who log in. */
const LOOKED_FOR =
  /^(filterPattern|fieldSelectionCriteria|transformerConfig|[Ff]ilterPolicy|FilterCriteria|PathPatternConfig|[Tt]ransforms|AuthenticationRequestExtraParams|AdditionalClaims|MessageBody)$/;
/** Texts of JSON of which these fields are looked for, at any depth: also their own texts, which a service repeats one by one. */
const PARTS: Readonly<Record<string, RegExp | undefined>> = {
  EventPattern: /^detail(\.|$)/,
  policyDocument: /^Configuration$/,
  DataProtectionPolicy: /^Configuration$/,
  FilterPolicy: /^$/,
  Pattern: /^$/,
};
/** Of a job that a pipe submits, these fields alone are told to it. */
const JOB = "BatchJobParameters";

/** What API Gateway sends on, answers by itself and hands to who is called; and the addresses of those. */
const SENT_ON =
  /^(variables|stageVariableOverrides|requestParameters|requestTemplates|responseParameters|responseTemplates|selectionPattern|identityValidationExpression)$/;
const SENT_ON_AT =
  /^\/(canarySettings\/)?(variables|stageVariableOverrides|identityValidationExpression)(\/|$)/;
/** What a topic rule tells others, and by which credentials; whose mail a receipt rule takes, and what it adds to it. */
const TOLD_BY_RULES =
  /^(Recipients|HeaderValue|clientProperties|correlationData|salesforce|confirmationUrl)$/;
/** A presigned address is a bearer secret. */
const ADDRESS = /^https?:.*[?&]X-Amz-Signature=/i;

/** What a state machine does, as a text of JSON: a part of it may be shown. */
const DEFINITION = "definition";

const DEEPEST = 32;

/** Digits and signs of a number that is looked for: shorter ones would be found everywhere. */
const SHORTEST_NUMBER = 6;

/** The values of environment variables, what schedules, rules, states and connections tell others, addresses of webhooks, what filters, patterns and rules of listeners look for, tokens and presigned addresses in a value; of bytes and streams none. */
export function secretsIn(value: unknown): string[] {
  const found: string[] = [];
  const walk = (node: unknown, isSecret: boolean, depth: number): void => {
    if (typeof node === "string") {
      if (isSecret || ADDRESS.test(node)) found.push(node);
    } else if (typeof node === "number") {
      if (isSecret && String(node).length >= SHORTEST_NUMBER) found.push(String(node));
    } else if (depth < DEEPEST && (Array.isArray(node) || isPlain(node)))
      for (const [name, below] of Object.entries(node)) {
        const key = name === "AttributeValue" ? attributeOf(node) : name;
        if (key === DEFINITION && typeof below === "string" && !isSecret) found.push(...toldTexts(below));
        else if (key === "sql" && typeof below === "string") found.push(below, ...literalsOf(below));
        else if (key === JOB && isPlain(below)) {
          const { Parameters: told, ...rest } = below as { readonly Parameters?: unknown };
          walk(told, true, depth + 1);
          walk(rest, isSecret, depth + 1);
        } else if (key === "IntegrationUri" && typeof below === "string") {
          // An address on the web may hold a token; an ARN says what is called.
          if (/^https?:/i.test(below)) found.push(below);
        } else {
          const part = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined;
          if (typeof below === "string" && part !== undefined)
            for (const one of partsOf(below, part)) walk(one, true, depth + 1);
          walk(below, isSecret || isHidden(key, below, node), depth + 1);
        }
      }
  };
  walk(value, false, 0);
  return found;
}

/** Whether a field holds what nobody may read. */
function isHidden(key: string, below: unknown, node: object): boolean {
  if ([SECRET, LOOKED_FOR, SENT_ON, TOLD_BY_RULES].some((secret) => secret.test(key))) return true;
  if (key === "uri" || key === "authorizerUri" || key === "url")
    return typeof below === "string" && /^https?:/.test(below);
  // Of a patch, by what it sets; of an API key, its value.
  if (key !== "value") return false;
  const { op, path } = node as { readonly op?: unknown; readonly path?: unknown };
  return op === undefined || (typeof path === "string" && SENT_ON_AT.test(path));
}

/** Some calls set one attribute, whose name they tell beside its value. */
function attributeOf(node: object): string {
  const { AttributeName: name } = node as { readonly AttributeName?: unknown };
  return typeof name === "string" ? name : "";
}

/** The fields of that name of a text of JSON, at any depth; the text itself where it is none. */
function partsOf(text: string, name: RegExp): readonly unknown[] {
  try {
    const found: unknown[] = [];
    JSON.parse(text, (key, value: unknown) => {
      if (name.test(key)) found.push(value);
      return value;
    });
    return found;
  } catch {
    return [text];
  }
}

/** Texts that the SQL of a topic rule names in quotes: a service repeats them one by one. */
function literalsOf(sql: string): readonly string[] {
  return [...sql.matchAll(/'([^']{3,})'|"([^"]{3,})"/g)].map(
    ([, single = "", double = ""]) => single || double,
  );
}

/** Every text of a value that is secret as a whole. */
export function textsIn(value: unknown): string[] {
  return secretsIn({ Variables: value });
}

function isPlain(node: unknown): node is object {
  if (typeof node !== "object" || node === null) return false;
  const prototype: unknown = Object.getPrototypeOf(node);
  return prototype === Object.prototype || prototype === null;
}
