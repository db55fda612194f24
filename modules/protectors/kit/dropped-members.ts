import { isObject } from "./canonical.ts";

/** The part of a command that lets its answer be looked at before the SDK reads it. */
interface Watched {
  readonly middlewareStack: {
    add(
      middleware: (next: Next) => Next,
      options: { readonly step: "deserialize"; readonly priority: "low"; readonly name: string },
    ): void;
  };
}

type Next = (args: unknown) => Promise<{ readonly response: unknown }>;

/**
 * Sends a command whose answer is JSON, and tells which members of it this version of the SDK does not know:
 * `UserPool.LambdaConfig.NewTrigger`. The SDK drops them without a word, so that whoever writes an answer back whole would
 * take away what AWS has learned since.
 */
export async function withDropped<Answer>(
  command: unknown,
  send: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly dropped: readonly string[] }> {
  let text = "";
  (command as Watched).middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body: unknown };
      const bytes = await bytesOf(response.body);
      response.body = bytes;
      text = new TextDecoder().decode(bytes);
      return result;
    },
    { step: "deserialize", priority: "low", name: "tellDropped" },
  );
  const answer = await send();
  return { answer, dropped: text === "" ? [] : droppedIn(JSON.parse(text), answer, "") };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array | string>)
    chunks.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
  return Buffer.concat(chunks);
}

/** Paths of what AWS told and the SDK did not. */
function droppedIn(told: unknown, read: unknown, path: string): string[] {
  if (Array.isArray(told))
    return told.flatMap((item, at) =>
      droppedIn(item, Array.isArray(read) ? read[at] : undefined, `${path}[]`),
    );
  if (!isObject(told as never) || !isObject(read as never) || read instanceof Date) return [];
  const known = read as Readonly<Record<string, unknown>>;
  return Object.entries(told as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (value === null) return [];
    return Object.hasOwn(known, key) ? droppedIn(value, known[key], at) : [at];
  });
}
