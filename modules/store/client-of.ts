import { Readable } from "node:stream";
import { type FailedCall, noteFailedCall } from "../core/failed-call.ts";
import { Redactor } from "../core/redactor.ts";
import { secretsIn } from "../core/secrets-in.ts";

/** The part of a client that lets an error say which call it was. */
interface Observable {
  readonly config: { readonly defaultSigningName?: string };
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: "initialize"; readonly name: string }): void;
  };
}

type Middleware = (
  next: (args: { input: object }) => Promise<Answer>,
  context: { readonly commandName?: string },
) => (args: { input: object }) => Promise<Answer>;

interface Answer {
  readonly output: { readonly Body?: unknown };
}

interface Settings {
  readonly region: string;
}

/**
 * One client of the region for each class, made when first asked for; its errors say which call they belong to, and none
 * of the secrets that its calls and answers, or those of other clients with the same redactor, have had in them.
 */
export function clientOf<S extends Settings>(
  settings: S,
  redactor = new Redactor(),
): <Client>(Class: new (configuration: S) => Client) => Client {
  const known = new Map<unknown, unknown>();
  return <Client>(Class: new (configuration: S) => Client): Client => {
    const found = known.get(Class) ?? noted(new Class(settings), settings.region, redactor);
    known.set(Class, found);
    return found as Client;
  };
}

/**
 * Makes every error of the client say which call of which resource it was: the SDK's own errors name neither. A service
 * may repeat what it was sent: what is secret of that, and of earlier answers, is taken out.
 */
export function noted<Client>(client: Client, region: string, redactor = new Redactor()): Client {
  const { config, middlewareStack } = client as Observable;
  const service = prefixOf(config.defaultSigningName ?? "");
  middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const sent = secretsIn(args.input);
        const note = (error: unknown): void => {
          const resource = resourceOf(args.input);
          const operation = (commandName ?? "").replace(/Command$/, "");
          const call: FailedCall = {
            service,
            operation,
            region,
            ...(resource !== undefined && { resource }),
          };
          noteFailedCall(error, call);
          redactor.clean(error, sent);
        };
        redactor.learn(sent);
        try {
          const answer = await next(args);
          redactor.learn(secretsIn(answer.output));
          // A body that is read later may break off then.
          const { Body } = answer.output;
          if (Body instanceof Readable) Body.once("error", note);
          return answer;
        } catch (error) {
          note(error);
          throw error;
        }
      },
    { step: "initialize", name: "noteFailedCall" },
  );
  return client;
}

/** Prefixes of IAM actions that are not the name by which requests are signed. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

function prefixOf(signingName: string): string {
  return PREFIXES[signingName] ?? signingName;
}

/** Inputs that name what a call is about; none of them is a secret. */
const NAMES = [
  "FunctionName",
  "LayerName",
  "UUID",
  "QueueName",
  "KeyId",
  "RoleArn",
  "RoleName",
  "stateMachineArn",
  "executionArn",
] as const;

function resourceOf(input: object): string | undefined {
  const fields = input as Readonly<Record<string, unknown>>;
  if (typeof fields.Bucket === "string") {
    const key = fields.Key ?? fields.Prefix;
    return `s3://${fields.Bucket}${typeof key === "string" ? `/${key}` : ""}`;
  }
  // Of an address only the name at its end: errors show no addresses.
  if (typeof fields.QueueUrl === "string") return fields.QueueUrl.split("/").at(-1);
  const name = NAMES.find((field) => typeof fields[field] === "string");
  return name === undefined ? undefined : String(fields[name]);
}
