import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { LoopbackServer } from "./loopback-server.ts";
import { stubAws } from "./stub-aws.ts";

export interface ListedRegion {
  RegionName: string;
  OptInStatus: string;
}

export interface ListedZone {
  RegionName: string;
  ZoneName: string;
  ZoneType: string;
  GroupName?: string;
}

/** What a region does instead of answering. */
type Trouble = "lost" | "denied" | "somebody else";

/**
 * EC2 and STS as far as the zone lock asks, for the SDK of this process: they answer what the files of `recorded/`
 * hold, which say what the committed lock says in the members that the API's reference documents.
 */
export class FakeZones extends LoopbackServer {
  regions: ListedRegion[] = [];
  zones = new Map<string, ListedZone[]>();
  readonly trouble = new Map<string, Trouble>();
  partition = "aws";
  /** Each question, with the region that was asked. */
  readonly asked: string[] = [];

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const region =
      /\/([a-z0-9-]+)\/(ec2|sts)\/aws4_request/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const {
      Action,
      Version: _,
      ...parameters
    } = Object.fromEntries(new URLSearchParams(await text(request)));
    this.asked.push([region, Action, JSON.stringify(parameters)].join(" "));
    const trouble = Action === "GetCallerIdentity" ? undefined : this.trouble.get(region);
    if (trouble === "lost") return void response.destroy();
    if (trouble === "somebody else") return void response.end("<html><body>Sign in</body></html>");
    if (trouble === "denied") return void response.writeHead(403).end(DENIED);
    response.end(this.#answer(Action ?? "", region));
  }

  reset(): void {
    this.regions = recorded<{ Regions: ListedRegion[] }>("regions").Regions;
    const zones = recorded<Record<string, { AvailabilityZones: ListedZone[] }>>("zones");
    this.zones = new Map(Object.entries(zones).map(([id, answer]) => [id, answer.AvailabilityZones]));
    this.trouble.clear();
    this.asked.length = 0;
    this.partition = "aws";
  }

  region(id: string): ListedRegion {
    const found = this.regions.find(({ RegionName }) => RegionName === id);
    if (found === undefined) throw new Error(`no region ${id} was recorded`);
    return found;
  }

  zone(id: string): ListedZone {
    const found = [...this.zones.values()].flat().find(({ ZoneName }) => ZoneName === id);
    if (found === undefined) throw new Error(`no zone ${id} was recorded`);
    return found;
  }

  /** From now on no region lists it. */
  remove(id: string): void {
    this.regions = this.regions.filter(({ RegionName }) => RegionName !== id);
    for (const [region, zones] of this.zones)
      this.zones.set(
        region,
        zones.filter(({ ZoneName }) => ZoneName !== id),
      );
  }

  #answer(action: string, region: string): string {
    const body = {
      GetCallerIdentity: () =>
        `<GetCallerIdentityResult><Arn>arn:${this.partition}:sts::123456789012:assumed-role/reader/me</Arn></GetCallerIdentityResult>`,
      DescribeRegions: () => `<regionInfo>${this.regions.map(item).join("")}</regionInfo>`,
      DescribeAvailabilityZones: () =>
        `<availabilityZoneInfo>${(this.zones.get(region) ?? []).map(item).join("")}</availabilityZoneInfo>`,
    }[action];
    return `<${action}Response><requestId>none</requestId>${body?.()}</${action}Response>`;
  }
}

/** Names of elements that are not those of the members. */
const ELEMENTS: Readonly<Record<string, string>> = {
  Endpoint: "regionEndpoint",
  Messages: "messageSet",
  State: "zoneState",
};

function item(members: object): string {
  const elements = Object.entries(members).map(([member, value]) => {
    const name = ELEMENTS[member] ?? `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
    return `<${name}>${value}</${name}>`;
  });
  return `<item>${elements.join("")}</item>`;
}

function recorded<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, "..", "recorded", `${name}.json`), "utf8")) as T;
}

const DENIED = `<Response><Errors><Error><Code>UnauthorizedOperation</Code>
<Message>You are not authorized to perform this operation.</Message></Error></Errors></Response>`;

/** One for a whole file of tests, as recorded before each; this process's SDK talks to it. */
export function useFakeZones(): FakeZones {
  const fake = new FakeZones();
  beforeAll(async () => {
    stubAws(await fake.start());
  });
  beforeEach(() => fake.reset());
  afterAll(() => {
    fake.stop();
    vi.unstubAllEnvs();
  });
  return fake;
}
