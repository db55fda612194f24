import fc from "fast-check";
import { type AnyConforming, SOURCE } from "../protector-conformance/conforming.ts";
import { type AnyCaptured, type Fake, Journey } from "../protector-conformance/journey.ts";
import { errorOf, plain } from "../protector-conformance/law.ts";
import { Wire } from "../protector-conformance/wire.ts";
import { answerOf, leavesOf, other, withLeaf } from "../sdk-model.ts";
import { type Keys, named } from "./named.ts";
import { SDKS } from "./sdks.ts";
import { Sending, sendAll } from "./sending.ts";
import { unlikeOnes } from "./unlike-ones.ts";

/** What becomes of the members of a kind's calls: `DescribeRule.Description`, as the SDK's model has them. */
export interface Judged {
  /** Whatever a capture makes of it is the same when it alone is another. */
  readonly ignored: readonly string[];
  /** It is kept, and no difference where it is another. */
  readonly unlike: readonly string[];
  /** It is kept, and a live thing in which it is another is left so by `--replace`, without a word. */
  readonly stays: readonly string[];
  /** It is kept, and a restore at home writes the same whatever it is. */
  readonly lost: readonly string[];
  /** A call that makes or sets something takes it, and no restore tells it. */
  readonly unsent: readonly string[];
}

/** So many things of a kind are drawn and restored; on those that differ most each member is tried. */
const DRAWN = 40;
const TRIED = 10;

export async function judge(kind: AnyConforming, keys: Keys = {}): Promise<Judged> {
  // biome-ignore lint/suspicious/noExplicitAny: the values are the kind's own
  const things = fc.sample(kind.arbitrary as fc.Arbitrary<any>, { numRuns: DRAWN, seed: 1 });
  const sending = new Sending();
  for (const value of things) await sendAll(kind, value, sending);
  const read = await readMembers(kind, unlikeOnes(things, TRIED), { keys, sending });
  return { ...read, unsent: sending.unsent(keys) };
}

/** One thing, as it was captured and restored with every answer as it is. */
interface Tried {
  readonly journey: Journey;
  readonly source: Fake;
  readonly calls: ReadonlySet<string>;
}

async function readMembers(
  kind: AnyConforming,
  things: readonly { readonly id: string }[],
  { keys, sending }: { readonly keys: Keys; readonly sending: Sending },
) {
  const tried: Tried[] = [];
  for (const value of things) {
    const journey = new Journey(kind, value);
    const source = journey.source();
    const wire = new Wire(source);
    const captured = await journey.capture(wire, await journey.item(source));
    if (captured === undefined) throw new Error(`${value.id} is not captured`);
    tried.push({ journey, source, calls: new Set(wire.sent.map(({ call }) => call)) });
  }
  const found = {
    ignored: [] as string[],
    unlike: [] as string[],
    stays: [] as string[],
    lost: [] as string[],
  };
  const asked = [...new Set(tried.flatMap(({ calls }) => [...calls]))].sort();
  for (const call of asked)
    for (const leaf of answeredBy(call, keys)) {
      const outcomes = new Set<string>();
      for (const one of tried.filter(({ calls }) => calls.has(call))) {
        outcomes.add(await outcome(one, { call, leaf, sending }));
        if (outcomes.has("whole")) break;
      }
      const name = `${call.split(":")[1]}.${leaf}`;
      if (outcomes.has("whole") || outcomes.has("told")) continue;
      if (outcomes.has("unlike")) found.unlike.push(name);
      else if (outcomes.has("stays")) found.stays.push(name);
      else if (outcomes.has("lost")) found.lost.push(name);
      else found.ignored.push(name);
    }
  return found;
}

/** Leaves of what a call answers; of a service that has no kind here, none. */
function answeredBy(call: string, keys: Keys): string[] {
  const [service = "", operation = ""] = call.split(":");
  const sdk = SDKS[service];
  return sdk === undefined ? [] : named(leavesOf(answerOf(operation, sdk)), operation, keys);
}

/** Whether a capture tells two values of one member apart, and what is made of that. */
async function outcome(
  { journey, source }: Tried,
  { call, leaf, sending }: { readonly call: string; readonly leaf: string; readonly sending: Sending },
): Promise<"ignored" | "told" | "unlike" | "lost" | "stays" | "whole"> {
  const { was, is, isNew } = await captures(journey, source, call, leaf);
  if (is instanceof Error || was instanceof Error) return "told";
  if (sameText(kept(was), kept(is))) return "ignored";
  if (was.warnings.join() !== is.warnings.join()) return "told";
  const differ = journey.kind.protector.differences;
  const isUnlike = sameText(was.document, is.document)
    ? sameText(was.secrets, is.secrets)
    : differ(was.document, is.document, {}, { armed: true }).length === 0;
  const [first, second] = [await written(journey, was, sending), await written(journey, is, sending)];
  // Of two that are made up, one may mean the same as none.
  const stays = (await isLeft(journey, is, sending)) && (!isNew || (await isLeft(journey, was, sending)));
  if (first !== undefined && first === second) return "lost";
  if (stays) return "stays";
  return isUnlike ? "unlike" : "whole";
}

/** What is captured where a member is one value, and where it is another; where it was none, of two that are made up. */
async function captures(journey: Journey, source: Fake, call: string, leaf: string) {
  const item = await journey.item(source);
  const made = `${call.split(":")[1]}.${leaf}`;
  const capture = async (change: (old: unknown) => unknown) => {
    const wire = new Wire(source);
    wire.interfere = (sent) =>
      sent.call === call ? { after: (answer) => withLeaf(structuredClone(answer), leaf, change) } : undefined;
    let found: AnyCaptured | undefined;
    const error = await errorOf(async () => {
      found = await journey.capture(wire, item);
    });
    return error ?? found ?? new Error("it is gone");
  };
  const model = sampleLeaf(call, leaf);
  let isNew = false;
  const given = (old: unknown): unknown => {
    isNew ||= old === undefined;
    return old === undefined ? (model ?? made) : old;
  };
  return { was: await capture(given), is: await capture((old) => other(given(old))), isNew };
}

function sampleLeaf(call: string, leaf: string): unknown {
  const [service = "", operation = ""] = call.split(":");
  let found: unknown;
  withLeaf(answerOf(operation, SDKS[service] ?? {}), leaf, (value) => {
    found = value;
    return value;
  });
  return found;
}

/** All that a restore at home and its arming send, as a text; `undefined`: it ends with an error, so somebody looked. */
async function written(
  journey: Journey,
  captured: AnyCaptured,
  sending: Sending,
): Promise<string | undefined> {
  const wire = new Wire(journey.destination(SOURCE));
  const error = await errorOf(() => journey.whole(wire, captured, SOURCE));
  sending.note(wire);
  return error === undefined
    ? JSON.stringify(wire.writes.map(({ call, input }) => [call, input]))
    : undefined;
}

/** Whether a restore with `--replace` does nothing to a live thing that differs in this alone, and tells nobody. */
async function isLeft(journey: Journey, wanted: AnyCaptured, sending: Sending): Promise<boolean> {
  const wire = new Wire(journey.source());
  const before = journey.warned.length;
  const error = await errorOf(() => journey.whole(wire, wanted, SOURCE, true));
  sending.note(wire);
  return error === undefined && wire.writes.length === 0 && journey.warned.length === before;
}

/** Of what was captured, what is stored; how a capture knows that nothing moved is not. */
function kept({ document, secrets, warnings }: AnyCaptured): unknown {
  return { document, secrets, warnings };
}

function sameText(a: unknown, b: unknown): boolean {
  const text = (value: unknown): string =>
    value instanceof Error ? `error ${value.message}` : JSON.stringify(plain(value));
  return text(a) === text(b);
}
