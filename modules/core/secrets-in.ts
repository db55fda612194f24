import { toldTexts } from "./states-language.ts";

/** Fields that hold what nobody may read, in what AWS is sent and answers: their text, or all texts below them. */
const SECRET =
  /^(Variables|Input|InputTemplate|HttpParameters|Sqls?|GraphQLOperation|PipelineParameterList|HttpHeaderConfig|QueryStringConfig|EventSourceToken|SecretString|SecretAccessKey|SessionToken|Password)$|Secret$|ApiKey(Value)?$/;
/** What is looked for in events, masked in them or added to them, and what is asked of those who log in. */
const LOOKED_FOR =
  /^(filterPattern|fieldSelectionCriteria|transformerConfig|FilterPolicy|FilterCriteria|PathPatternConfig|Transforms|AuthenticationRequestExtraParams|MessageBody)$/;
/** Texts of JSON of which a part is looked for: also that part's own texts, which a service repeats one by one. */
const PARTS: Readonly<Record<string, string | undefined>> = {
  EventPattern: "detail",
  policyDocument: "Configuration",
  FilterPolicy: "",
};
/** A presigned address is a bearer secret. */
const ADDRESS = /^https?:.*[?&]X-Amz-Signature=/i;

/** What a state machine does, as a text of JSON: a part of it may be shown. */
const DEFINITION = "definition";

const DEEPEST = 12;

/** The values of environment variables, what schedules, rules and states tell others, what filters, patterns and rules of listeners look for, tokens and presigned addresses in a value; of bytes and streams none. */
export function secretsIn(value: unknown): string[] {
  const found: string[] = [];
  const walk = (node: unknown, isSecret: boolean, depth: number): void => {
    if (typeof node === "string") {
      if (isSecret || ADDRESS.test(node)) found.push(node);
    } else if (depth < DEEPEST && (Array.isArray(node) || isPlain(node)))
      for (const [key, below] of Object.entries(node)) {
        if (key === DEFINITION && typeof below === "string" && !isSecret) found.push(...toldTexts(below));
        else {
          if (typeof below === "string" && Object.hasOwn(PARTS, key))
            walk(partOf(below, PARTS[key] ?? ""), true, depth + 1);
          walk(below, isSecret || SECRET.test(key) || LOOKED_FOR.test(key), depth + 1);
        }
      }
  };
  walk(value, false, 0);
  return found;
}

/** The part of that name of a text of JSON, or all of it; the text itself where it is none. */
function partOf(text: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return name === "" || !isPlain(value) ? value : (value as Readonly<Record<string, unknown>>)[name];
  } catch {
    return text;
  }
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
