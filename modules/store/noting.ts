import { type FailedCall, noteFailedCall } from "../core/failed-call.ts";

/** The part of a client that lets an error say which call it was. */
interface Observable {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: "initialize"; readonly name: string }): void;
  };
}

type Middleware = (
  next: (args: { input: object }) => Promise<unknown>,
  context: { readonly commandName?: string },
) => (args: { input: object }) => Promise<unknown>;

/** Makes every error of the client say which call of which resource it was: the SDK's own errors name neither. */
export function noting<Client>(client: Client, service: string, region: string): Client {
  (client as Observable).middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const resource = resourceOf(args.input);
          const operation = (commandName ?? "").replace(/Command$/, "");
          const call: FailedCall = {
            service,
            operation,
            region,
            ...(resource !== undefined && { resource }),
          };
          noteFailedCall(error, call);
          throw error;
        }
      },
    { step: "initialize", name: "noteFailedCall" },
  );
  return client;
}

/** Inputs that name what a call is about; none of them is a secret. */
const NAMES = [
  "FunctionName",
  "LayerName",
  "UUID",
  "KeyId",
  "RoleArn",
  "stateMachineArn",
  "executionArn",
] as const;

function resourceOf(input: object): string | undefined {
  const fields = input as Readonly<Record<string, unknown>>;
  if (typeof fields.Bucket === "string") {
    const key = fields.Key ?? fields.Prefix;
    return `s3://${fields.Bucket}${typeof key === "string" ? `/${key}` : ""}`;
  }
  const name = NAMES.find((field) => typeof fields[field] === "string");
  return name === undefined ? undefined : String(fields[name]);
}
