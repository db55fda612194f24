import { SOURCE } from "./conforming.ts";
import type { Journey } from "./journey.ts";
import { demand, demandEqual, errorOf, forThings, type Law, plain } from "./law.ts";
import { Wire } from "./wire.ts";

const MARKER = "a value that no error may repeat";

export const forms: Law = {
  number: 14,
  title: "what is read back is checked: documents, secrets, hints, activations",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const { protector } = kind;
      const source = journey.source();
      const { document, secrets } = await journey.captured(source);
      demandEqual(protector.parse(plain(document)), document, "a document that is read back");
      if (secrets !== undefined)
        demandEqual(protector.parseSecrets(plain(secrets)), secrets, "secrets read back");
      await wrongDocuments(journey, plain(document) as object);
      await refused("secrets that are a number", () => protector.parseSecrets(5));
      const item = await journey.item(source);
      for (const hints of [{ [MARKER]: MARKER }, MARKER, 5, [MARKER]])
        await refused(`hints ${JSON.stringify(hints)}`, () =>
          journey.capture(new Wire(source), { ...item, hints }),
        );
      for (const activation of [{ [MARKER]: MARKER }, MARKER, 5, [MARKER]])
        await refused(`an activation ${JSON.stringify(activation)}`, () =>
          protector.activate(
            { ...SOURCE, client: new Wire(source).client, sleep: () => Promise.resolve(), now: () => 0 },
            activation,
            { arn: item.arn, alongside: false, note: () => undefined },
          ),
        );
    }),
};

async function wrongDocuments({ kind }: Journey, document: object): Promise<void> {
  const { parse } = kind.protector;
  for (const value of [undefined, null, 1, MARKER, [], {}])
    await refused(`a document ${JSON.stringify(value)}`, () => parse(value));
  await refused("a document with an unknown field", () => parse({ ...document, unknownField: MARKER }));
  for (const key of Object.keys(document)) {
    // Which fields may be absent is the kind's to say; one that is refused is named.
    const { [key]: _left, ...without } = document as Record<string, unknown>;
    await refusedOrRead(`a document without ${key}`, key, () => parse(without));
    await refused(
      `a document with a wrong ${key}`,
      () => parse({ ...document, [key]: wrong(document, key) }),
      key,
    );
  }
  for (const [path, broken] of brokenWithin(document, ""))
    await refusedOrRead(`a document with a wrong ${path}`, undefined, () => parse(broken));
  const required = Object.keys(document).filter((key) => refuses(() => parse(omit(document, key))));
  demand(required.length > 1, () => "a document may be without nearly every field");
}

function omit(document: object, key: string): object {
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
}

function refuses(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}

/** A value of another type than the field has. */
function wrong(document: object, key: string): unknown {
  const value = (document as Record<string, unknown>)[key];
  return typeof value === "string" || Array.isArray(value) ? { [MARKER]: 1 } : MARKER;
}

/** The document with one field, however deep, of another type. */
function* brokenWithin(value: unknown, path: string): Iterable<readonly [string, unknown]> {
  if (value === null || typeof value !== "object") return;
  for (const [key, item] of Object.entries(value)) {
    const at = path === "" ? key : `${path}/${key}`;
    const put = (now: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(key), now) : { ...value, [key]: now };
    yield [at, put(typeof item === "string" ? { [MARKER]: 1 } : MARKER)];
    for (const [deeper, now] of brokenWithin(item, at)) yield [deeper, put(now)];
  }
}

async function refused(what: string, act: () => unknown, place?: string): Promise<void> {
  const error = await errorOf(act);
  demand(error !== undefined, () => `${what} is accepted`);
  judge(what, error as Error, place);
}

async function refusedOrRead(what: string, place: string | undefined, act: () => unknown): Promise<void> {
  const error = await errorOf(act);
  if (error !== undefined) judge(what, error, place);
}

/** Bundled code has a FormError of its own, so the name tells. */
function judge(what: string, { name, message }: Error, place = ""): void {
  demand(name === "FormError", () => `${what} is refused by ${name}: ${message}`);
  demand(message.includes(place), () => `${what} is refused without its place: ${message}`);
  demand(!message.includes(MARKER), () => `${what} is refused with its value: ${message}`);
}
