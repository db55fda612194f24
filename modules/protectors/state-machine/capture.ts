import type { CaptureItem, CaptureScope } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import { qualifierOf } from "./arn.ts";
import {
  CURRENT,
  type MachineAlias,
  type MachineDocument,
  type MachineSecrets,
  type PublishedRevision,
} from "./document.ts";
import {
  listVersions,
  type MachineReads,
  type ReadMachine,
  readAliases,
  readMachine,
  readTags,
} from "./read.ts";
import { revisionOf } from "./revision.ts";

type Captures = MachineReads & Pick<ProtectorPorts, "sleep">;

/** Beside those in use, the newest are kept: what a rollback would want. */
const NEWEST = 5;

/** What may change of a machine; a version never does. */
interface Moment {
  readonly machine: ReadMachine;
  readonly aliases: readonly MachineAlias[];
  /** Numbers of all versions, ascending. */
  readonly published: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Aliases, versions and tags are lists of their own, so all is read twice, and its hash stands for a revision. */
export function captureMachine(
  ports: Captures,
  item: CaptureItem,
  scope: CaptureScope,
): Promise<Captured<MachineDocument, MachineSecrets> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a state machine's: it has none");
  const { id: name, arn } = item;
  return atOneMoment(
    ports.sleep,
    name,
    async () => {
      const now = await readMoment(ports, arn);
      if (now.machine.arn !== arn)
        throw new CallError(
          "states:DescribeStateMachine",
          name,
          new Error(`it answered for ${now.machine.arn}, not for ${arn}`),
        );
      const versions = new Map<string, ReadMachine>();
      for (const version of versionsToKeep(now, item, scope.code))
        versions.set(version, await readMachine(ports, `${arn}:${version}`));
      const [before, after] = [hashOfRead(now), hashOfRead(await readMoment(ports, arn))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      return { ...documented(item, now, versions), blobs: [], revision: { before, after } };
    },
    async () => (await orNone(() => readMachine(ports, arn))) === undefined,
  );
}

function documented(
  { id: name, arn }: CaptureItem,
  { machine, aliases, tags }: Moment,
  versions: ReadonlyMap<string, ReadMachine>,
): Pick<Captured<MachineDocument, MachineSecrets>, "document" | "secrets" | "warnings"> {
  const { partition, account, region } = parseArn(arn);
  const place = { partition, account, region };
  const current = revisionOf(machine.whole, place);
  const published = [...versions].map(([version, { whole, description }]): PublishedRevision => {
    const { revision } = revisionOf(whole, place);
    return { version, ...(description !== undefined && { description }), ...revision };
  });
  const texts = [...versions].map(([version, { whole }]) => [version, whole.definition] as const);
  return {
    document: {
      kind: "state-machine",
      ...{ name, arn, account, region },
      type: machine.type,
      current: current.revision,
      versions: published,
      aliases,
      tags,
    },
    secrets: { definitions: { [CURRENT]: machine.whole.definition, ...Object.fromEntries(texts) } },
    warnings: current.unknown.map(
      (state) => `what state machine ${name} calls at ${state} only its executions know: it may not be kept`,
    ),
  };
}

/** Those that aliases lead to or others call, and of the rest what the policy keeps. */
function versionsToKeep(
  { aliases, published }: Moment,
  { related, arn }: CaptureItem,
  code: CaptureScope["code"],
): readonly string[] {
  const called = related.flatMap(({ calls = [] }) => calls.filter((to) => to.startsWith(`${arn}:`)));
  const used = new Set([
    ...aliases.flatMap(({ routing }) => Object.keys(routing)),
    ...called.map((to) => qualifierOf(to)),
  ]);
  const newest = code === "published" ? published.slice(-NEWEST) : [];
  return published.filter((one) => code === "all" || used.has(one) || newest.includes(one));
}

async function readMoment(reads: MachineReads, arn: string): Promise<Moment> {
  return {
    machine: await readMachine(reads, arn),
    aliases: await readAliases(reads, arn),
    published: await listVersions(reads, arn),
    tags: await readTags(reads, arn),
  };
}
