import { call, callOrNone } from "../../../modules/protectors/kit/calls.ts";
import { atOneMoment, ChangedError } from "../../../modules/protectors/kit/moment.ts";
import { everyPage } from "../../../modules/protectors/kit/pages.ts";
import type { Captured, Inventoried, ProtectorPorts } from "../../../modules/protectors/protector.ts";
import type { ParameterDocument, ParameterSecrets } from "./document.ts";
import {
  GetParameterCommand,
  GetWatchCommand,
  ListParametersCommand,
  ListParameterTagsCommand,
  ParameterClient,
} from "./fake.ts";
import { parameterSpec } from "./spec.ts";

type Answer = Record<string, unknown>;
type Found = Captured<ParameterDocument, ParameterSecrets>;
export type Watch = NonNullable<ParameterDocument["watch"]>;

export function send(ports: ProtectorPorts, command: { readonly input: Answer }): Promise<Answer> {
  return ports.client(ParameterClient).send(command) as Promise<Answer>;
}

export function arnOf(name: string, { account, region }: Pick<ProtectorPorts, "account" | "region">): string {
  return `arn:aws:parameter:${region}:${account}:parameter/${name}`;
}

export async function* inventory(ports: ProtectorPorts): AsyncIterable<Inventoried> {
  const read = (NextToken?: string) => send(ports, new ListParametersCommand({ NextToken }));
  for await (const page of everyPage("parameter:ListParameters", ports.region, read, nextToken))
    for (const name of page.Names as string[])
      yield {
        kind: parameterSpec.kind,
        id: name,
        name,
        arn: arnOf(name, ports),
        related: [],
        feeds: [],
        tags: await readTags(ports, name),
      };
}

const nextToken = (page: Answer) => page.NextToken as string | undefined;

async function readTags(ports: ProtectorPorts, name: string): Promise<Record<string, string>> {
  const read = (NextToken?: string) => send(ports, new ListParameterTagsCommand({ Name: name, NextToken }));
  const tags: [string, string][] = [];
  for await (const page of everyPage("parameter:ListParameterTags", name, read, nextToken))
    tags.push(...(page.Tags as [string, string][]));
  return Object.fromEntries(tags);
}

export function readWatch(ports: ProtectorPorts, name: string): Promise<Watch | undefined> {
  return callOrNone("parameter:GetWatch", name, () =>
    send(ports, new GetWatchCommand({ Name: name })),
  ) as Promise<Watch | undefined>;
}

/** One parameter at one moment; `undefined` when it is gone. */
export function read(ports: ProtectorPorts, name: string): Promise<Found | undefined> {
  const get = () => send(ports, new GetParameterCommand({ Name: name }));
  return atOneMoment(
    ports.sleep,
    name,
    async () => {
      const before = await call("parameter:GetParameter", name, get);
      const tags = await readTags(ports, name);
      const watch = await readWatch(ports, name);
      const after = await call("parameter:GetParameter", name, get);
      if (before.version !== after.version) throw new ChangedError("its version moved");
      const { type, topic, createdAt } = before as Record<string, string>;
      const { account, region } = ports;
      const document = { name, arn: arnOf(name, ports), account, region, type, topic, createdAt, tags };
      return {
        document: { ...document, ...(watch !== undefined && { watch }) } as ParameterDocument,
        blobs: [],
        secrets: { value: String(before.value) },
        revision: { before: String(before.version), after: String(after.version) },
        warnings: [],
      };
    },
    async () => (await callOrNone("parameter:GetParameter", name, get)) === undefined,
  );
}
